import Foundation

/// What happens in a sweep, as it happens.
public enum SweepEvent: Sendable {
  /// Runs are about to be made: `done` of `count` are finished.
  case begins(done: Int, of: Int)
  /// A run is begun, or gone on with: the `number`th of them all.
  case started(SweepRun, number: Int)
  /// How far the runs under way have come, and how many seconds all may take yet, if that is known.
  case progress([SweepProgress], secondsLeft: Double?)
  /// A run came to its end, failed, or was stopped; `validation` is its last top-1, 0...1.
  case ended(SweepRun, SweepFolder.Standing, validation: Double?)
  /// What a run said.
  case notice(SweepRun, String)
}

/// Makes the runs of a sweep that are not finished, each in a process of its own.
public final class SweepRunner {
  private let plan: SweepPlan
  private let folder: SweepFolder
  private let executable: String
  private let jobs: Int
  private let stop: StopRequest
  private let report: (SweepEvent) -> Void
  private var pace = SweepPace()
  private var waiting: [SweepRun] = []
  private var children: [SweepChild] = []
  private var said: Set<String> = []
  /// The runs whose process ended before they did, by name.
  private var restarted: Set<String> = []

  /// How a sweep ended.
  public enum Ending: Sendable, Equatable {
    /// All runs were made, of which so many failed.
    case done(failed: Int)
    /// It was asked to stop, and can be resumed.
    case stopped(StopRequest.Reason)
  }

  /// What is to make `jobs` runs at a time by the command at `executable`.
  public init(
    _ plan: SweepPlan, in folder: SweepFolder, executable: String, jobs: Int = 1,
    stop: StopRequest = StopRequest(), report: @escaping (SweepEvent) -> Void
  ) {
    precondition(jobs > 0, "a sweep makes one run at a time or more")
    (self.plan, self.folder, self.executable) = (plan, folder, executable)
    (self.jobs, self.stop, self.report) = (jobs, stop, report)
  }

  /// Makes the runs; returns how that ended, and the table of what there is.
  ///
  /// A run that fails ends none but itself. Where it is asked to stop, the runs under way end with
  /// checkpoints and are waited for.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and where a process cannot be started; runs under way
  ///   are then stopped as well.
  public func run() throws -> (ending: Ending, table: SweepTable) {
    let done = plan.runs.filter { folder.state(of: $0) == .done }
    waiting = plan.runs.filter { !done.contains($0) }
    for run in done { pace.read(run, folder.place(of: run)) }
    report(.begins(done: done.count, of: plan.runs.count))
    do {
      try makeAll()
    } catch {
      for child in children { child.stop() }
      for child in children { _ = child.failure() }
      throw error
    }
    return (ending, try folder.writeTable())
  }

  private var ending: Ending {
    if let reason = stop.reason, !waiting.isEmpty { return .stopped(reason) }
    let failed = plan.runs.count {
      if case .failed = folder.state(of: $0) { true } else { false }
    }
    return .done(failed: failed)
  }

  private func makeAll() throws {
    var isStopping = false
    for round in 0... {
      if !isStopping, stop.reason != nil {
        isStopping = true
        for child in children { child.stop() }
      }
      if !isStopping { try startNext() }
      if children.isEmpty, isStopping || waiting.isEmpty { return }
      Thread.sleep(forTimeInterval: 0.1)
      for child in children { tell(child.newNotices(), of: child.run) }
      try endChildren(isStopping)
      if round % 10 == 0 { tellProgress() }
    }
  }

  /// Starts runs as long as there are fewer than may be.
  private func startNext() throws {
    while children.count < jobs {
      // One that another process is still leaving is left for later.
      guard let place = waiting.firstIndex(where: { !folder.isUnderWay($0) }) else {
        if children.isEmpty, let run = waiting.first {
          tell(["\(folder.place(of: run)): waiting for the process that trains there"], of: run)
        }
        return
      }
      let run = waiting.remove(at: place)
      children.append(try SweepChild(run, in: folder, executable: executable))
      report(.started(run, number: (plan.runs.firstIndex(of: run) ?? 0) + 1))
    }
  }

  private func endChildren(_ isStopping: Bool) throws {
    for child in children where !child.isRunning {
      let failure = child.failure()
      tell(child.newNotices(), of: child.run)
      if let failure, !isStopping {
        try folder.note(failure: failure, of: child.run)
      } else if folder.state(of: child.run) != .done {
        let isNew = restarted.insert(child.run.name).inserted
        if isStopping || isNew || child.progress().made > 0 {
          waiting.append(child.run)
        } else {
          let failure = "its process ended again without coming further, and without saying why"
          try folder.note(failure: failure, of: child.run)
        }
      }
      children.removeAll { $0 === child }
      pace.read(child.run, folder.place(of: child.run))
      try writeTable(after: child.run)
      let top1 = folder.validation(of: child.run)
      report(.ended(child.run, folder.state(of: child.run), validation: top1))
    }
  }

  /// Writes the table of what there is.
  ///
  /// A run that cannot be read ends none but itself: the last table tells of it.
  private func writeTable(after run: SweepRun) throws {
    do {
      try folder.writeTable()
    } catch {
      if case TrainingError.cannotWrite = error { throw error }
      tell(["there is no table as yet: \(error)"], of: run)
    }
  }

  private func tell(_ lines: some Sequence<String>, of run: SweepRun) {
    for line in lines where said.insert(line).inserted { report(.notice(run, line)) }
  }

  private func tellProgress() {
    guard !children.isEmpty else { return }
    let progress = children.map { $0.progress() }
    report(
      .progress(progress, secondsLeft: pace.secondsLeft(progress, waiting, jobs: jobs)))
  }
}

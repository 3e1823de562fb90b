import ArgumentParser
import Foundation
import Training

/// `spar sweep`: trains rows of a recipe with several seeds, and holds them against each other.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Train a recipe in several ways and with several seeds.",
    discussion: """
      A value in brackets is a list of values to try; every combination is a row, and every row is \
      trained with every seed. Rows are chosen by the validation pictures: test pictures are not \
      looked at, unless evaluation.pictures=test asks for a last table of what was settled before.

        spar sweep cifar10-resnet20-afan 'method.afan.cuts[0].stage=[layer1, layer2]' seeds=3
        spar sweep cifar10-resnet20-plain --rows rows.yaml seeds=5 epochs=20 --against plain,wide
        spar sweep --resume sweeps/cifar10-resnet20-plain-1
        spar sweep --table sweeps/cifar10-resnet20-plain-1

      A file of rows has what each row changes, `rows: {short: [], long: [epochs=40]}`. The folder \
      holds runs/, table.md, table.json and report.html. A sweep that was ended goes on \
      with --resume, or with the same command and --out; more seeds and rows may be added so.

      SIGINT (Ctrl-C) and SIGTERM end the runs under way with checkpoints, and exit with 130 and \
      143; --time-limit does the same and exits with 0. Where a run failed the exit status is 1.
      """)

  @Argument(help: "A recipe's name or YAML file, then settings; with --table, folders.")
  var words: [String] = []

  @Option(help: "A YAML file of rows, by name.")
  var rows: String?

  @Option(help: "The sweep's folder. (default: sweeps/<recipe>-<n>)")
  var out: String?

  @Option(help: "Go on with the sweep in this folder.")
  var resume: String?

  @Option(help: "How many runs are made at a time.")
  var jobs = 1

  @Option(
    help: """
      The figure that rows are chosen by. (default: validation.top1, validation.miou or \
      validation.loss, as the task is judged)
      """)
  var by: SweepMetric?

  @Option(help: "The rows that others are held against, by name. (default: the first)")
  var against: [String] = []

  @Option(help: "End after this time with checkpoints: 90s, 30m, 2h, 1h30m or HH:MM:SS.")
  var timeLimit: TimeLimit?

  @Flag(help: "Print lines of JSON instead of progress.")
  var json = false

  @Flag(help: "Print the runs that would be made, and make none.")
  var dryRun = false

  @Flag(help: "Print the table of the runs in folders, and make none.")
  var table = false

  @Flag(help: "Print the --table as Markdown.")
  var markdown = false

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs is \(jobs); it must be 1 or more.") }
    guard !markdown || table && !json else {
      throw ValidationError("--markdown is a form of --table; leave --json out.")
    }
    if table {
      guard !words.isEmpty else { throw ValidationError("Name a folder of runs to --table.") }
      guard rows == nil, out == nil, resume == nil, timeLimit == nil, !dryRun else {
        throw ValidationError("--table only reads folders; it takes --by, --against and --json.")
      }
      return
    }
    guard resume == nil || words.isEmpty && rows == nil && out == nil else {
      throw ValidationError(
        "A resumed sweep keeps what it was asked; to add rows or seeds give the whole command "
          + "with --out.")
    }
    guard resume != nil || words.first.map({ !$0.contains("=") }) ?? false else {
      throw ValidationError("Name a recipe (see `spar recipes`), or a sweep with --resume.")
    }
    if let word = words.dropFirst().first(where: { !$0.contains("=") }) {
      throw ValidationError("'\(word)' is no setting; write key=value, or key=[value, ...].")
    }
  }

  func run() throws {
    if table { return try printTable() }
    // Before libtorch makes threads: they inherit which signals are taken.
    let stop = StopRequest(after: timeLimit?.duration)
    let signals = StopSignals(stop, resuming: "nothing was begun")
    var status: Int32 = 0
    try reporting {
      let (plan, opened) = try planned()
      let output: any SweepOutput = json ? JSONSweepOutput() : TerminalSweepOutput()
      if dryRun { return output.list(plan) }
      let folder = try opened ?? made(for: plan)
      try folder.begin(plan, by: origin)
      let words = "go on with: spar sweep --resume \(shellWord(folder.path))"
      signals.begin(resuming: words)
      output.begin(plan, in: folder.path)
      warn(of: plan)
      let runner = SweepRunner(
        plan, in: folder, executable: Self.executable, jobs: jobs, stop: stop
      ) { output.show($0) }
      let (ending, table) = try runner.run()
      output.end(ending, table, in: folder.path, resuming: words)
      status = Self.status(ending)
    }
    if status != 0 { throw ExitCode(status) }
  }

  private var origin: RunOrigin {
    RunOrigin(command: CommandLine.arguments, spar: Spar.configuration.version)
  }

  /// Says where runs at a time will be in each other's way.
  private func warn(of plan: SweepPlan) {
    guard jobs > 1, plan.runs.contains(where: { $0.recipe.threads == nil }) else { return }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let share = max(1, cores / jobs)
    let text =
      "\(jobs) runs at a time, and each may use all \(cores) cores: "
      + "threads=\(share) would give each its share"
    note(text)
  }

  private func printTable() throws {
    try reporting {
      let table = try SweepTable(folders: words, by: by, against: against)
      print(
        json ? table.json : markdown ? table.markdown : table.text, terminator: json ? "\n" : "")
    }
  }

  /// What is to be done, and the folder where it was begun.
  private func planned() throws -> (SweepPlan, SweepFolder?) {
    if let resume {
      let folder = try SweepFolder(resuming: resume)
      return (try changed(folder.sweep(), folder.base()), folder)
    }
    let rows = try rows.map { try SweepRowsFile(file: $0).rows }
    let sweep = try Sweep(words[0], words: Array(words.dropFirst()), rows: rows ?? .init())
    let plan = try changed(sweep, nil)
    return (plan, nil)
  }

  /// The plan of a sweep with what the options say of choosing.
  private func changed(_ sweep: Sweep, _ base: Recipe?) throws -> SweepPlan {
    var sweep = sweep
    if let by { sweep.metric = by }
    if !against.isEmpty { sweep.against = against }
    return try SweepPlan(sweep, base: base)
  }

  private func made(for plan: SweepPlan) throws -> SweepFolder {
    if let out { return try SweepFolder(at: out) }
    return try SweepFolder(numbering: plan.base.name)
  }

  private static func status(_ ending: SweepRunner.Ending) -> Int32 {
    switch ending {
    case .done(let failed): failed > 0 ? 1 : 0
    case .stopped(.signal(let signal)): StopSignals.status(signal)
    case .stopped(.timeLimit): 0
    }
  }

  /// This command's file, whatever it was called by.
  private static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}

extension SweepMetric: ExpressibleByArgument {}

import Foundation
import Networks
import Support
import Testing

@testable import Training

/// A recipe of a narrow network on a tiny data set, and a place for its runs.
final class TinyRun {
  let pictures: TinyPictures
  let folder: TemporaryFolder

  init() throws {
    pictures = try .fashionMNIST(training: 120, test: 40)
    folder = try TemporaryFolder()
  }

  /// Two epochs of ten steps of ten pictures.
  func recipe(
    _ name: String = "fashion-mnist-resnet20-plain", _ overrides: String...
  ) throws -> Recipe {
    let settings = [
      "network.width=2", "data.validation=20", "data.cropPadding=1", "epochs=2", "batchSize=10",
      "schedule.warmUp=0", "threads=1", "logEvery=1",
    ]
    return try Recipe.named(name, overrides: pictures.settings + settings + overrides)
  }

  /// Where the run called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Trains `recipe` in a new folder until `asks` wants it to stop; returns how it ended.
  func train(
    _ recipe: Recipe, in name: String, until asks: @escaping (TrainingEvent) -> Bool
  ) throws -> TrainingEnding {
    let folder = try RunFolder(creating: place(name), for: recipe)
    let stop = StopRequest()
    return try run(recipe.task.type, recipe, folder, resumes: false, stop) {
      if asks($0) { stop.stop(.signal(15)) }
    }
  }

  /// Trains `recipe` to its end in a new folder, and returns what happened.
  @discardableResult
  func train(_ recipe: Recipe, in name: String) throws -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    let folder = try RunFolder(creating: place(name), for: recipe)
    _ = try run(recipe.task.type, recipe, folder, resumes: false) { events.append($0) }
    return events
  }

  /// Goes on with a run to its end, and returns what happened.
  @discardableResult
  func resume(_ name: String) throws -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    let folder = try RunFolder(resuming: place(name))
    let recipe = try folder.recipe()
    _ = try run(recipe.task.type, recipe, folder, resumes: true) { events.append($0) }
    return events
  }

  private func run<Task: TrainableTask>(
    _: Task.Type, _ recipe: Recipe, _ folder: RunFolder, resumes: Bool,
    _ stop: StopRequest = StopRequest(), report: @escaping (TrainingEvent) -> Void
  ) throws -> TrainingEnding {
    try Trainer<Task>(recipe, in: folder, resumes: resumes, stop: stop, report: report).run()
  }

  /// The lines of a run's log.
  func log(_ name: String) throws -> [LogLine] { try LogLine.all("\(place(name))/metrics.jsonl") }

  /// Changes what the last checkpoint of a run tells, as another run would have written it.
  func change(_ name: String, _ body: (inout RunState) throws -> Void) throws {
    let checkpoints = Checkpoints(path: "\(place(name))/checkpoints", kept: 0)
    let last = checkpoints.place("last")
    var checkpoint = try Checkpoint(at: last)
    try body(&checkpoint.state)
    let data = try Data(contentsOf: URL(filePath: "\(last)/config.json"))
    let config = try JSONDecoder().decode(ModelConfig.self, from: data)
    try checkpoints.add(checkpoint.image(config), isBest: false)
  }
}

extension TinyRun {
  /// Trains in `whole`, and copies the folder as it is right after step `step` to `broken`, as if
  /// the process had been killed there.
  func train(_ recipe: Recipe, copiedAfter step: Int) throws {
    var copied = false
    var trainer: Trainer<Classification>?
    let folder = try RunFolder(creating: place("whole"), for: recipe)
    trainer = try Trainer<Classification>(recipe, in: folder, resumes: false) { [self] event in
      guard case .step(step, _, _, _) = event else { return }
      let copy = Result {
        try trainer?.writer.wait()
        try FileManager.default.copyItem(atPath: place("whole"), toPath: place("broken"))
      }
      copied = (try? copy.get()) != nil
    }
    try trainer?.run()
    #expect(copied)
  }

  /// Checks that two runs came to the same, times aside.
  func expectSame(_ left: String, _ right: String) throws {
    for name in ["last", "best"] {
      let left = "\(place(left))/checkpoints/\(name)"
      let right = "\(place(right))/checkpoints/\(name)"
      let tensors = try FileManager.default.contentsOfDirectory(atPath: left).filter {
        $0.hasSuffix(".safetensors")
      }
      for file in tensors + ["config.json"] {
        let same = FileManager.default.contentsEqual(
          atPath: "\(left)/\(file)", andPath: "\(right)/\(file)")
        #expect(same, "\(name)/\(file)")
      }
      var states = try [Checkpoint(at: left).state, Checkpoint(at: right).state]
      // Times have more or fewer digits.
      for index in states.indices {
        states[index].logLengths = [:]
        states[index].spent = .init()
        states[index].recipe = ""
      }
      #expect(states[0] == states[1])
    }
    let logs = try [log(left).map(\.withoutTime), log(right).map(\.withoutTime)]
    #expect(logs[0] == logs[1])
    try expectSameEvents(left, right)
    let tables = try [left, right].map {
      try String(contentsOfFile: "\(place($0))/metrics.csv", encoding: .utf8)
        .split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false).prefix(6)
        }
    }
    #expect(tables[0] == tables[1])
  }
}

extension [TrainingEvent] {
  /// What the run had to do.
  var plan: RunPlan? {
    for case .begins(let plan) in self { return plan }
    return nil
  }

  /// What a person was told.
  var notices: [String] {
    compactMap { if case .notice(let text) = $0 { text } else { nil } }
  }
}

import Foundation
import Support
import Testing

@testable import Training

struct RunFolderTests {
  private let folder: TemporaryFolder
  private var place: String { "\(folder.path)/runs/mine-1" }

  init() throws { folder = try TemporaryFolder() }

  private func recipe(_ overrides: String...) throws -> Recipe {
    try Recipe.named("fashion-mnist-resnet20-afan", overrides: overrides)
  }

  @Test func `a new folder holds the resolved recipe`() throws {
    let recipe = try recipe("epochs=7")
    let run = try RunFolder(creating: place, for: recipe)
    #expect(try run.recipe() == recipe)
    #expect(try Recipe(file: "\(place)/recipe.yaml") == recipe)
  }

  @Test func `a folder that holds something is refused, an empty one is taken`() throws {
    try folder.write("mine".utf8, to: "full/notes.txt")
    let error = #expect(throws: TrainingError.self) {
      try RunFolder(creating: "\(folder.path)/full", for: recipe())
    }
    let text = try #require(error?.description)
    #expect(text.contains("\(folder.path)/full exists and is not empty"))
    #expect(text.contains("--resume"))
    #expect(try folder.read("full/notes.txt") == Data("mine".utf8))
    let empty = "\(folder.path)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    _ = try RunFolder(creating: empty, for: recipe())
  }

  @Test func `what a start leaves that was ended before it wrote its recipe is nothing`() throws {
    try folder.write([], to: "cut/.lock")
    try folder.write("name: cu".utf8, to: "cut/recipe.yaml.new")
    let run = try RunFolder(creating: "\(folder.path)/cut", for: recipe())
    #expect(try run.recipe() == recipe())
  }

  @Test func `how a run was begun is kept once`() throws {
    let run = try RunFolder(creating: place, for: recipe())
    try run.keep(RunOrigin(command: ["spar", "train", "first"], spar: "1"))
    try run.keep(RunOrigin(command: ["spar", "train", "--resume"], spar: "1"))
    #expect(try RunRecord.origin("\(place)/origin.json")?.command == ["spar", "train", "first"])
  }

  @Test func `one run at a time is in a folder`() throws {
    let first = try RunFolder(creating: place, for: recipe())
    withExtendedLifetime(first) {
      let error = #expect(throws: TrainingError.self) { try RunFolder(resuming: place) }
      #expect(error?.description.contains("another process is training in \(place)") == true)
    }
  }

  @Test func `a folder is free again when its run is let go`() throws {
    do { _ = try RunFolder(creating: place, for: recipe()) }
    #expect(try RunFolder(resuming: place).path == place)
  }

  @Test func `what is no run cannot be resumed`() throws {
    let missing = #expect(throws: TrainingError.self) { try RunFolder(resuming: place) }
    #expect(missing?.description == "cannot resume \(place): there is no such folder")
    try folder.write([], to: "other/notes.txt")
    let other = #expect(throws: TrainingError.self) {
      try RunFolder(resuming: "\(folder.path)/other")
    }
    #expect(other?.description.contains("it has no recipe.yaml, so it is no run") == true)
  }

  @Test func `a place below a file is told`() throws {
    let file = try folder.write([], to: "file")
    let error = #expect(throws: TrainingError.self) {
      try RunFolder(creating: "\(file)/run", for: recipe())
    }
    #expect(error?.description.contains("cannot write \(file)/run") == true)
  }

  @Test func `a numbered folder has the first number that is free`() throws {
    let runs = "\(folder.path)/runs"
    var recipe = try recipe()
    recipe.name = "mine"
    _ = try RunFolder(creating: "\(runs)/mine-1", for: recipe)
    _ = try RunFolder(creating: "\(runs)/mine-3", for: recipe)
    #expect(try RunFolder(numbering: recipe, in: runs).path == "\(runs)/mine-2")
    let next = try RunFolder(numbering: recipe, in: runs)
    #expect(next.path == "\(runs)/mine-4")
    #expect(try next.recipe() == recipe)
    recipe.name = "other"
    #expect(try RunFolder(numbering: recipe, in: runs).path == "\(runs)/other-1")
  }

  @Test func `starts at once come to folders of their own`() async throws {
    let recipe = try recipe()
    let runs = "\(folder.path)/runs"
    let paths = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 {
        group.addTask { try RunFolder(numbering: recipe, in: runs).path }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(paths.count == 16)
  }

  @Test func `a run goes on with the recipe it began with and no other`() throws {
    let run = try RunFolder(creating: place, for: recipe())
    try run.require(recipe(), sameAs: run.recipe())
    let other = try recipe("seed=2", "method.afan.cuts[0].attack.stepSize=0.5")
    let error = #expect(throws: TrainingError.self) {
      try run.require(other, sameAs: run.recipe())
    }
    let text = try #require(error?.description)
    #expect(text.contains("it was begun with other settings:"))
    let lines = Set(text.split(separator: "\n").dropFirst().map { $0.dropFirst(2) })
    let expected: Set<Substring> = [
      "asked seed: 2", "begun with seed: 1", "asked stepSize: 0.5", "begun with stepSize: 0.02",
    ]
    #expect(lines == expected)
  }

  @Test func `the table has the log's epochs and nothing else`() throws {
    let run = try RunFolder(creating: place, for: recipe())
    let log = try RunLog("\(place)/metrics.jsonl", length: 0)
    let scores = Scores(count: 8, top1: 0.5, top5: 0.75, loss: 1.5)
    for epoch in 1...3 {
      try log.add(
        EpochEntry(
          epoch: epoch, step: 10 * epoch, loss: 2.5, validation: epoch == 2 ? nil : scores,
          bestEpoch: 1, passes: nil, time: EpochTime(training: 3, wait: 0.5, validation: 1)))
      try log.add(
        FinalEntry(
          step: 10 * epoch, pictures: .test, last: ["clean": scores], best: nil, bestEpoch: nil))
    }
    try run.writeTable()
    let lines = try folder.read("runs/mine-1/metrics.csv")
    #expect(
      String(decoding: lines, as: UTF8.self) == """
        epoch,step,loss,top1,top5,validation_loss,seconds,wait_seconds
        1,10,2.5,0.5,0.75,1.5,3.0,0.5
        2,20,2.5,,,,3.0,0.5
        3,30,2.5,0.5,0.75,1.5,3.0,0.5

        """)
  }
}

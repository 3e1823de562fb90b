import Foundation
import Networks
import Settings
import Support
import Testing
import Torch

@testable import Training

struct SweepPlanTests {
  private let pictures: TinyPictures
  private let folder: TemporaryFolder

  init() throws {
    pictures = try .fashionMNIST(training: 60, test: 20)
    folder = try TemporaryFolder()
  }

  private func sweep(
    _ words: String..., rows: [(String, [String])] = [],
    recipe: String = "fashion-mnist-resnet20-plain"
  ) throws -> Sweep {
    let common = ["network.width=2", "data.validation=10", "epochs=2", "batchSize=10"]
    return try Sweep(
      recipe, words: pictures.settings + common + ["schedule.warmUp=0"] + words,
      rows: Named(rows.map { .init($0.0, $0.1) }))
  }

  private func message(_ sweep: Sweep) -> String {
    do {
      _ = try SweepPlan(sweep)
      return "nothing was thrown"
    } catch { return String(describing: error) }
  }

  @Test func `all rows of a seed come before those of the next, each with its steps`() throws {
    let plan = try SweepPlan(
      sweep("seeds=[5, 2]", rows: [("short", []), ("long", ["epochs=3"]), ("few", ["steps=7"])]))
    #expect(
      plan.runs.map(\.name) == [
        "short-seed5", "long-seed5", "few-seed5", "short-seed2", "long-seed2", "few-seed2",
      ])
    #expect(plan.runs.map(\.steps) == [10, 15, 7, 10, 15, 7])
    #expect(plan.runs.map(\.recipe.seed) == [5, 5, 5, 2, 2, 2])
    #expect(plan.runs[1].settings == ["epochs=3", "seed=5"])
  }

  @Test func `{seed} in a row stands for the seed of each run`() throws {
    for seed in [5, 2] {
      let recipe = try Recipe.named(
        "fashion-mnist-resnet20-plain", overrides: ["network.width=2", "seed=\(seed)"])
      let weights = try Session<Classification>(recipe).weights
      try save(weights, to: "\(folder.path)/first-\(seed).safetensors")
    }
    let rows = [("alone", []), ("second", ["init=\(folder.path)/first-{seed}.safetensors"])]
    let plan = try SweepPlan(sweep("seeds=[5, 2]", rows: rows))
    let starts = plan.runs.map { $0.recipe.initialWeights?.split(separator: "/").last }
    #expect(starts == [nil, "first-5.safetensors", nil, "first-2.safetensors"])
    #expect(plan.runs[3].settings == ["init=\(folder.path)/first-2.safetensors", "seed=2"])
    #expect(message(try sweep("seeds=[5, 3]", rows: rows)).contains("first-3.safetensors"))
  }

  @Test func `the validation pictures are judged, unless the test pictures are asked for`() throws {
    #expect(try SweepPlan(sweep()).runs[0].recipe.evaluation.pictures == .validation)
    let asked = try SweepPlan(sweep("evaluation.pictures=test"))
    #expect(asked.runs[0].recipe.evaluation.pictures == .test)
    let rows = [("a", ["evaluation.pictures=test"]), ("b", ["evaluation.pictures=test"])]
    #expect(try SweepPlan(sweep(rows: rows)).runs.allSatisfy(\.recipe.judgesTest))
    var chooses = try sweep("evaluation.pictures=test")
    chooses.metric = .clean
    #expect(message(chooses).contains("nothing may be chosen on test pictures"))
    #expect(message(try sweep(rows: [rows[0], ("b", [])])).contains("row 'b' is judged on other"))
  }

  @Test func `everything wrong with any row is told before a run, with row and key`() throws {
    let rows = [
      ("good", []), ("rate", ["optimizer.learningRate=-1"]), ("key", ["epoch=3"]),
      (
        "stage",
        ["method={afan: {cuts: [{stage: layr2, attack: {stepSize: 0.1}, lessons: [{weight: 1}]}]}}"]
      ),
      ("batch", ["batchSize=60"]), ("warm", ["steps=6", "schedule.warmUp=1.5"]),
    ]
    let found = message(try sweep(rows: rows))
    #expect(!found.contains("row 'good'"))
    #expect(
      found.contains("row 'rate': override optimizer.learningRate=-1: optimizer.learningRate"))
    #expect(
      found.contains(
        "row 'key': override epoch=3: epoch: unknown key \"epoch\", did you mean epochs"))
    #expect(found.contains("row 'stage': recipe"))
    #expect(found.contains("no stage is called 'layr2'; did you mean layer2?"))
    #expect(found.contains("schedule.warmUp is 1.5 epochs, 8 steps; the run has 6"))
    #expect(message(try sweep(rows: [rows[4]])).contains("its 50 pictures to train on are fewer"))
  }

  @Test func `a list for a setting that is one is explained`() throws {
    let found = message(try sweep("network.mean=[0.5]"))
    #expect(found.contains("a setting that is a list has lists to try: key=[[...], [...]]"))
    #expect(try SweepPlan(sweep("network.mean=[[0.5]]")).runs[0].recipe.network.mean == [0.5])
  }

  @Test func `without pictures held out nothing can be chosen`() throws {
    let words = "data.validation=0"
    var sweep = try sweep()
    sweep.settings.append(words)
    #expect(message(sweep).contains("no pictures are held out"))
    sweep.settings.append("evaluation.pictures=test")
    #expect(try SweepPlan(sweep).runs.count == 1)
  }

  @Test(arguments: [
    (SweepMetric.pgd, [], "row 'a' has no such figure; evaluation.pgd is not set"),
    (.fgsm, ["evaluation.fgsm=null"], "row 'b' has no such figure; evaluation.fgsm is not set"),
    (.validationIoU, [], "row 'a' has no such figure; its task is classification"),
    (.noise, [], "nothing was thrown"), (.validationLoss, [], "nothing was thrown"),
  ])
  func `rows are chosen by a figure that each of them comes to`(
    metric: SweepMetric, ofSecond: [String], expected: String
  ) throws {
    var sweep = try sweep("evaluation.pictures=validation", rows: [("a", []), ("b", ofSecond)])
    sweep.metric = metric
    #expect(message(sweep).contains(expected))
  }

  @Test func `a row to hold others against must be there`() throws {
    var sweep = try sweep(rows: [("plain", []), ("afan", ["epochs=1"])])
    sweep.against = ["plan"]
    #expect(message(sweep).contains("no row is called 'plan'; did you mean plain?"))
  }

  @Test func `a folder takes more rows and seeds, but no fewer and no others`() throws {
    let place = "\(folder.path)/s"
    let rows = [("a", []), ("b", ["epochs=1"])]
    let origin = RunOrigin(command: ["spar"], spar: "1")
    func begin(_ sweep: Sweep) throws {
      try SweepFolder(at: place).begin(SweepPlan(sweep), by: origin)
    }
    try begin(sweep("seeds=2", rows: rows))
    try begin(sweep("seeds=3", rows: rows + [("c", ["epochs=3"])]))
    let kept = try SweepFolder(resuming: place).sweep()
    #expect(kept.seeds == [1, 2, 3] && kept.rows.items.map(\.name) == ["a", "b", "c"])
    func refusal(_ sweep: Sweep) -> String {
      do {
        try begin(sweep)
        return "nothing was thrown"
      } catch { return String(describing: error) }
    }
    let fewer = refusal(try sweep("seeds=2", rows: rows))
    #expect(fewer.contains("run a-seed3 is not asked for any more"))
    let others = refusal(try sweep("seeds=3", rows: [("a", ["batchSize=20"])] + rows.dropFirst()))
    #expect(others.contains("run a-seed1 has other settings:\n    batchSize: asked is 20"))
  }

  @Test func `two sweeps at once on one folder are refused, and a crash leaves it free`() throws {
    let place = "\(folder.path)/s"
    var first: SweepFolder? = try SweepFolder(at: place)
    let error = #expect(throws: TrainingError.self) { try SweepFolder(at: place) }
    #expect(error?.description.contains("another process is training in \(place)") == true)
    withExtendedLifetime(first) {}
    first = nil
    _ = try SweepFolder(at: place)
  }

  @Test func `a folder of other things is not taken`() throws {
    try folder.write([1], to: "s/mine.txt")
    #expect(throws: TrainingError.self) { try SweepFolder(at: "\(folder.path)/s") }
    #expect(throws: TrainingError.self) { try SweepFolder(resuming: "\(folder.path)/s") }
    for name in [".lock", "recipe.yaml", "metrics.jsonl"] {
      try folder.write([], to: "run/\(name)")
    }
    #expect(throws: TrainingError.self) { try SweepFolder(at: "\(folder.path)/run") }
    #expect(throws: TrainingError.self) { try SweepFolder(resuming: "\(folder.path)/none") }
  }

  @Test func `a sweep is no run`() throws {
    for name in ["sweep.yaml", "recipe.yaml"] { try folder.write([], to: "s/\(name)") }
    let place = "\(folder.path)/s"
    let read = #expect(throws: TrainingError.self) { try RunRecord(place) }
    #expect(read?.description.contains("it is a sweep; its runs are in \(place)/runs") == true)
    let resumed = #expect(throws: TrainingError.self) { try RunFolder(resuming: place) }
    #expect(resumed?.description.contains("it is a sweep") == true)
  }
}

import Adversary
import Foundation
import Support
import Testing

@testable import Training

/// A short run, trained once for all tests.
struct CalibrationTests {
  private static let made = Result<Made, any Error> {
    let run = try TinyRun()
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "network.width=4", "epochs=4"), in: "a")
    return Made(run: run, recipe: try RunFolder(resuming: run.place("a")).recipe())
  }

  /// `@unchecked`: it is only read once it is made.
  private struct Made: @unchecked Sendable {
    let run: TinyRun
    let recipe: Recipe
  }

  private let recipe: Recipe
  private let weights: String

  init() throws {
    let made = try Self.made.get()
    (recipe, weights) = (made.recipe, made.run.place("a"))
  }

  private func calibration(
    _ recipe: Recipe? = nil, _ change: (inout CalibrationSettings) -> Void = { _ in }
  ) throws -> Calibration {
    var settings = CalibrationSettings()
    settings.batches = 2
    change(&settings)
    return try ThreadCount.holding {
      try Calibration(recipe ?? self.recipe, weights: weights, settings)
    }
  }

  @Test func `weights that draw pictures are not calibrated`() throws {
    let error = try #require(throws: TrainingError.self) {
      try calibration(.named("adain-shapes-resnet20"))
    }
    #expect("\(error)".contains("classification and segmentation"), "\(error)")
  }

  private func changed(_ overrides: String...) throws -> Recipe {
    try Recipe(yaml: recipe.yaml(), name: recipe.name, overrides: overrides)
  }

  @Test func `every stage that something follows is moved by the usual lengths`() throws {
    let all = try calibration()
    #expect(all.stages.map(\.name) == ["input", "stem", "layer1", "layer2", "layer3"])
    #expect(all.pictures == .validation && all.batches == 2 && all.batchSize == 10)
    #expect(all.stages[0].moves.map(\.size.text) == ["1/255", "2/255", "4/255"])
    for stage in all.stages.dropFirst() {
      let texts = stage.moves.map(\.size.text)
      #expect(
        texts == [
          "0.01 RMS", "0.02 RMS", "0.03 RMS", "0.05 RMS", "0.1 RMS", "0.01/255", "0.5/255",
          "2.5/255",
        ])
      let ratios = stage.moves.prefix(5).map(\.lossRatio.mean)
      #expect(ratios == ratios.sorted() && ratios[4] > 1.05)
      #expect(stage.moves.allSatisfy { abs($0.randomLossRatio.mean - 1) < 0.05 })
      #expect(stage.moves.allSatisfy { $0.survival.mean == 1 && $0.survivalInBF16.mean <= 1 })
    }
    #expect(all.stages[1].shape == [4, 28, 28])
    #expect(all.stages.map(\.shareBehind) == all.stages.map(\.shareBehind).sorted(by: >))
    #expect(all.stages[0].shareBehind == 1 && all.stages[0].plainSteps == 2)
  }

  @Test func `it is the same each time, and another seed's is not`() throws {
    func stem(_ recipe: Recipe) throws -> Calibration {
      try calibration(recipe) { $0.stages = ["stem"] }
    }
    let first = try stem(recipe)
    #expect(try stem(recipe) == first)
    let other = try stem(changed("seed=2"))
    #expect(other.stages[0].moves[0].lossRatio != first.stages[0].moves[0].lossRatio)
  }

  @Test func `lengths, unit, stages and steps are those asked for`() throws {
    let asked = try calibration {
      $0.lengths = [0.5, 0.02]
      $0.unit = .absolute
      $0.stages = ["layer2", "input"]
      $0.steps = 3
      $0.pictures = .training
    }
    #expect(asked.stages.map(\.name) == ["input", "layer2"])
    #expect(asked.stages.allSatisfy { $0.moves.map(\.size.length) == [0.5, 0.02] })
    #expect(asked.stages.allSatisfy { $0.moves.allSatisfy { $0.size.unit == .absolute } })
    #expect(asked.steps == 3 && asked.pictures == .training)
    let layer2 = asked.stages[1]
    // Two of three steps are paid for: the first one's slopes are at hand.
    #expect(abs(layer2.plainSteps - (1 + layer2.shareBehind * (1 + 4.0 / 3))) < 1e-12)
    #expect(layer2.moves[1].rms.mean * layer2.featureRMS.mean > 0.021)
    let usual = try calibration {
      $0.unit = .relative
      $0.stages = ["layer3"]
    }
    #expect(usual.stages[0].moves.map(\.size.unit) == Array(repeating: .relative, count: 5))
  }

  @Test func `the step looked for raises the loss about 1.5 times, by its own measure`() throws {
    let stages = try calibration { $0.stages = ["stem", "layer1", "layer2"] }.stages
    for stage in stages {
      let aimed = try #require(stage.aimed)
      #expect((1.4...1.6).contains(aimed.lossRatio.mean), "\(stage.name)")
      let again = try calibration {
        $0.stages = [stage.name]
        $0.lengths = [aimed.size.length]
      }
      #expect(again.stages[0].moves == [aimed])
    }
  }

  @Test func `in bf16 a step that rounding takes away is not proposed`() throws {
    let stages = try calibration(changed("precision=bf16")) { $0.stages = ["layer2"] }.stages
    #expect(stages[0].moves.last?.survival == stages[0].moves.last?.survivalInBF16)
    #expect(stages[0].moves[5].survival.mean < 0.9)
    #expect(stages[0].moves[5].warns && !stages[0].moves[5].isUseful)
    if let aimed = stages[0].aimed { #expect(aimed.survival.mean >= 0.95) }
  }

  @Test func `without validation pictures training ones are looked at`() throws {
    let all = try calibration(changed("data.validation=0")) { $0.stages = ["layer3"] }
    #expect(all.pictures == .training)
    #expect(throws: TrainingError.self) {
      try calibration(changed("data.validation=0")) { $0.pictures = .validation }
    }
  }

  @Test func `all there is is looked at where more batches are asked for`() throws {
    let all = try calibration(changed("batchSize=30")) {
      $0.batches = 100
      $0.stages = ["layer3"]
    }
    #expect(all.batches == 1 && all.batchSize == 20)
    #expect(all.stages[0].moves.allSatisfy { $0.lossRatio.deviation == nil })
  }

  @Test func `progress is told batch by batch, and may end it`() throws {
    var told: [String] = []
    struct Enough: Error {}
    var settings = CalibrationSettings()
    (settings.batches, settings.stages) = (2, ["stem"])
    #expect(throws: Enough.self) {
      try Calibration(recipe, weights: weights, settings) {
        told.append("\($0) \($1) \($2)")
        if told.count == 3 { throw Enough() }
      }
    }
    #expect(told[..<2] == ["stem 0 2", "stem 1 2"])
  }

  @Test func `all that cannot be is told together`() throws {
    let error = #expect(throws: TrainingError.self) {
      try calibration {
        $0.lengths = [0, 0.1, -1, .nan]
        $0.stages = ["layer22", "head"]
        $0.steps = 0
        $0.batches = 0
      }
    }
    let text = try #require(error?.description)
    for part in [
      "a size is 0.0; sizes are above 0", "a size is -1.0", "a size is nan",
      "no stage is called 'layer22'; did you mean layer2?", "nothing follows the stage 'head'",
      "can be cut are input, stem, layer1, layer2, layer3", "steps is 0", "batches is 0",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
  }

  @Test func `a calibration reads back as it was`() throws {
    let all = try calibration { $0.stages = ["layer2"] }
    let line = try #require(logLine(all))
    #expect(try JSONDecoder().decode(Calibration.self, from: Data(line.utf8)) == all)
    #expect(line.contains(#""unit":"relative""#))
  }
}

import Adversary
import Foundation
import Support
import Testing

@testable import Training

struct CalibrationPageTests {
  private func spread(_ mean: Double) -> Spread { Spread(ofSome: [mean]) }

  private func move(
    _ length: Double, ratio: Double, survival: Double = 1, _ unit: PGD.Unit = .relative
  ) -> CalibratedMove {
    CalibratedMove(
      size: CalibrationSize(length, unit), rms: spread(length), lossRatio: spread(ratio),
      accuracyLost: spread(0.1), survival: spread(survival), survivalInBF16: spread(survival),
      randomLossRatio: spread(1), randomAccuracyLost: nil)
  }

  private func stage(
    _ name: String, share: Double, aimed: Double?, ratio: Double = 1.5
  ) -> CalibratedStage {
    CalibratedStage(
      name: name, shape: [4, 8, 8], featureRMS: spread(1), shareBehind: share,
      plainSteps: 1 + share,
      moves: [
        move(0.01, ratio: 1.04), move(0.1, ratio: 5), move(0.5 / 255, ratio: 1.3, .absolute),
      ],
      aimed: aimed.map { move($0, ratio: ratio) })
  }

  private func calibration(_ stages: [CalibratedStage], _ recipe: Recipe) -> Calibration {
    Calibration(
      recipe: "a<b>", weights: "</script>", pictures: .validation, batches: 2, batchSize: 8,
      steps: 1, precision: "bf16", seed: 1, stages: stages,
      proposal: CalibrationProposal(stages, steps: 2, for: recipe))
  }

  @Test func `the cheapest stage with a moderate step and something behind it is proposed`() throws
  {
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let stages = [
      stage("stem", share: 0.9, aimed: 0.02), stage("layer1", share: 0.6, aimed: 0.03),
      stage("layer2", share: 0.3, aimed: 0.2), stage("layer3", share: 0.01, aimed: 0.05),
    ]
    let proposal = try #require(CalibrationProposal(stages, steps: 2, for: recipe))
    #expect(proposal.stage == "layer1" && proposal.stepSize == 0.03)
    #expect(proposal.reason.contains("Dearer: stem (step 0.02, cost 1.90)"))
    let trained = try Recipe(yaml: recipe.yaml(), name: "new", overrides: proposal.settings)
    guard case .afan(let afan) = trained.method else { return #expect(Bool(false)) }
    let attack = PGD(steps: 2, stepSize: 0.03, unit: .relative)
    #expect(
      afan.cuts == [.init(stage: "layer1", attack: attack, lessons: [.init(weight: 0.5)])])
    #expect(CalibrationProposal([stages[2], stages[3]], steps: 1, for: recipe) == nil)
    #expect(CalibrationProposal([stage("a", share: 1, aimed: nil)], steps: 1, for: recipe) == nil)
  }

  @Test func `a recipe that has a cut keeps its lessons`() throws {
    let recipe = try Recipe.named("fashion-mnist-resnet20-afan")
    let stages = [stage("layer1", share: 0.6, aimed: 0.03)]
    let proposal = try #require(CalibrationProposal(stages, steps: 1, for: recipe))
    let trained = try Recipe(yaml: recipe.yaml(), name: "new", overrides: proposal.settings)
    guard case .afan(let old) = recipe.method, case .afan(let new) = trained.method else {
      return #expect(Bool(false))
    }
    #expect(new.cuts[0].lessons == old.cuts[0].lessons && new.cuts[0].stage == "layer1")
    #expect(new.cuts[0].attack == PGD(stepSize: 0.03, unit: .relative))
    #expect(proposal.command.hasPrefix("'method.afan.cuts[0].stage=layer1' 'method.afan.cuts[0]"))
  }

  @Test func `the step looked for stands among those of its unit`() {
    let lengths = stage("a", share: 1, aimed: 0.03).allMoves.map(\.size.text)
    #expect(lengths == ["0.01 RMS", "0.03 RMS", "0.1 RMS", "0.5/255"])
    let known = CalibratedStage(
      name: "a", shape: [], featureRMS: spread(1), shareBehind: 1, plainSteps: 2,
      moves: [move(0.03, ratio: 1.5)], aimed: move(0.03, ratio: 1.5))
    #expect(known.allMoves.count == 1)
  }

  @Test func `marks follow what a move does`() {
    #expect(move(0.1, ratio: 1.5).isUseful && !move(0.1, ratio: 1.5).warns)
    #expect(!move(0.1, ratio: 2.5).isUseful && !move(0.1, ratio: 2.5).warns)
    #expect(!move(0.1, ratio: 1.5, survival: 0.9).isUseful)
    #expect(move(0.1, ratio: 1.5, survival: 0.9).warns && move(0.1, ratio: 5).warns)
  }

  @Test func `the page tells all, escaped, and fetches nothing`() throws {
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let all = calibration([stage("layer1", share: 0.6, aimed: 0.03)], recipe)
    let html = try CalibrationPage(all).html()
    for text in [
      "a&lt;b&gt;: how far to move", "&lt;/script&gt;", "0.03 RMS", "too weak", "too strong",
      "method={afan: {cuts: [{stage: layer1", "0.5/255", "survives bf16",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(!html.contains("a<b>") && !html.contains("src=") && !html.contains("{{"))
  }

  @Test func `without a proposal the page says so`() throws {
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let all = calibration([stage("layer1", share: 0.6, aimed: nil)], recipe)
    #expect(try CalibrationPage(all).html().contains("nothing is proposed"))
  }

  @Test func `lines for slopes are whole, for random signs broken`() throws {
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let stages = [
      stage("layer1", share: 0.6, aimed: 0.03), stage("layer2", share: 0.3, aimed: nil),
    ]
    let charts = CalibrationCurves(calibration(stages, recipe)).charts
    #expect(charts.map(\.id) == ["ratio", "accuracy", "survival"])
    #expect(charts[0].band == [1.2, 2] && charts[1].band == nil)
    #expect(charts.allSatisfy { $0.isLogarithmic })
    #expect(
      charts[0].series.map(\.name) == ["layer1", "layer1, random", "layer2", "layer2, random"])
    #expect(charts[0].series.map(\.dash) == [0, 1, 0, 1])
    #expect(
      charts[0].series[0].points
        == [[0.5 / 255, 1.3], [0.01, 1.04], [0.03, 1.5], [0.1, 5]])
    #expect(charts[1].series.map(\.name) == ["layer1", "layer2"])
  }

  @Test(.enabled(if: Browser.path != nil, "\(Browser.missing)"))
  func `a browser draws every chart, without a word on its console`() throws {
    let folder = try TemporaryFolder()
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let path = "\(folder.path)/page.html"
    try CalibrationPage(calibration([stage("layer1", share: 0.6, aimed: 0.03)], recipe))
      .write(to: path)
    let document = try Browser.open(path)
    #expect(document.messages == [])
    #expect(document.body("data-error") == nil)
    #expect(document.body("data-charts") == "3" && document.body("data-drawn") == "3")
  }

  @Test func `the page lies in the run that the weights are of, or here`() throws {
    let folder = try TemporaryFolder()
    let run = "\(folder.path)/run"
    try FileManager.default.createDirectory(
      atPath: "\(run)/checkpoints/last", withIntermediateDirectories: true)
    #expect(CalibrationPage.place(besideWeights: "\(run)/checkpoints/last") == "calibration.html")
    try Data().write(to: URL(filePath: "\(run)/recipe.yaml"))
    for path in [run, "\(run)/checkpoints/last", "\(run)/checkpoints/last/model.safetensors"] {
      #expect(CalibrationPage.place(besideWeights: path) == "\(run)/calibration.html")
    }
    #expect(throws: TrainingError.self) {
      try CalibrationPage(calibration([], Recipe())).write(to: "\(run)/none/page.html")
    }
  }
}

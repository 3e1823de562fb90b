import Foundation
import Pictures
import Randomness
import Support
import Testing

@testable import Training

@Suite struct CueDecisionsTests {
  private let pictures = DrawnPictures(.conflicting, count: 270, seed: Seed(1))

  private func decisions(_ choice: (Int) -> Int) -> CueDecisions {
    let all = 0..<pictures.count
    return CueDecisions(
      shapes: all.map(pictures.label(at:)), textures: all.map(pictures.texture(at:)),
      choices: all.map(choice), classes: 10)
  }

  @Test(arguments: ["[1]", "[1, -1]", "[1, 9223372036854775807]"])
  func `decisions on other classes than the pictures, or counts that are none, are refused`(
    counts: String
  ) throws {
    func decoded(_ counts: String) throws -> CueDecisions {
      let text = """
        {"pictures":[2,2],"byShape":[1,1],"byTexture":\(counts),"answered":1,"shapeBias":0.5}
        """
      return try JSONDecoder().decode(CueDecisions.self, from: Data(text.utf8))
    }
    #expect(try decoded("[1, 1]").shapeBias == 0.5)
    #expect(throws: DecodingError.self) { try decoded(counts) }
  }

  @Test func `who goes by shape alone has a shape bias of 1, by texture alone of 0`() {
    let shape = decisions(pictures.label(at:))
    #expect(shape.shapeBias == 1 && shape.answered == 1)
    #expect(shape.byTexture == [Int](repeating: 0, count: 10))
    let texture = decisions(pictures.texture(at:))
    #expect(texture.shapeBias == 0 && texture.answered == 1)
    #expect((0..<10).allSatisfy { shape.shapeBias(of: $0) == 1 && texture.shapeBias(of: $0) == 0 })
  }

  @Test func `answers by neither cue have no say in the bias`() {
    let cues = CueDecisions(
      shapes: [0, 0, 0, 1, 1, 2, 2], textures: [1, 1, 2, 0, 2, 2, 0],
      choices: [0, 0, 2, 2, 2, 2, 1], classes: 3)
    #expect(cues.pictures == [3, 2, 1])
    #expect(cues.byShape == [2, 0, 0] && cues.byTexture == [1, 1, 0])
    #expect(cues.answered == 4.0 / 6 && cues.shapeBias == 0.5)
    #expect(cues.shapeBias(of: 0) == 2.0 / 3 && cues.shapeBias(of: 1) == 0)
    #expect(cues.shapeBias(of: 2) == nil)
    let none = CueDecisions(shapes: [0], textures: [1], choices: [2], classes: 3)
    #expect(none.shapeBias == nil && none.answered == 0)
  }

  @Test func `a run judges pictures in conflict, and its report shows them`() throws {
    let run = try TinyRun()
    let settings = [
      "network.width=2", "epochs=1", "steps=2", "batchSize=10", "schedule.warmUp=0", "threads=1",
      "data.size=16", "data.limit=40", "data.validation=20", "evaluation.conflict=90",
    ]
    let recipe = try Recipe.named("shapes-resnet20-shape-texture", overrides: settings)
    try run.train(recipe, in: "run")
    let record = try RunRecord(run.place("run"))
    let scores = try #require(record.final?.last["conflict"])
    let cues = try #require(scores.cues)
    #expect(cues.pictures == [Int](repeating: 9, count: 10) && scores.count == 90)
    #expect(scores.top1 == Double(cues.byShape.reduce(0, +)) / 90)
    #expect(record.judged?.last.scores["conflict"]?.cues == cues)
    #expect(record.final?.last["clean"]?.cues == nil)
    let html = try Report([run.place("run")]).html()
    #expect(html.contains("id=\"cues\"") && html.contains("disc/stripes"))
    let evaluated = try Evaluated(recipe, weights: "\(run.place("run"))/checkpoints/last")
    #expect(evaluated.scores["conflict"] == scores)
  }

  @Test func `pictures in conflict to choose by are not those to be reported`() throws {
    var recipe = try Recipe.named("shapes-resnet20-plain", overrides: ["data.size=16"])
    let test = try #require(recipe.conflictPictures)
    recipe.evaluation.pictures = .validation
    let validation = try #require(recipe.conflictPictures)
    #expect(test.sample(at: 0) != validation.sample(at: 0))
    let splits = try recipe.splits()
    #expect(try splits.training.sample(at: 0) != test.sample(at: 0))
    #expect(try recipe.data.pictures(.test).sample(at: 0) != splits.training.sample(at: 0))
    #expect(splits.training.count == 8_000 && splits.test.count == 1_000)
  }

  @Test(arguments: [
    ("shapes-resnet20-plain", "data.folder=photos", "shapes are drawn"),
    ("shapes-resnet20-plain", "data.size=8", "shapes need 16"),
    ("shapes-resnet20-plain", "data.channels=1", "data.channels is for pictures of your own"),
    ("cifar10-resnet20-plain", "evaluation.conflict=90", "is for data.set: shapes"),
  ])
  func `what shapes have no use for is refused`(name: String, setting: String, text: String) throws
  {
    do {
      try Recipe.named(name, overrides: [setting]).check()
      Issue.record("nothing was thrown")
    } catch TrainingError.badRecipe(_, let problems) {
      #expect(problems.count == 1 && problems[0].contains(text), "\(problems)")
    }
  }
}

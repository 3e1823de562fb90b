import Networks
import Testing

@testable import Training

/// Weights whose batch norms have other branches than the recipe's method.
struct EvaluatedTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  private func recipe(_ method: String, _ overrides: [String] = []) throws -> Recipe {
    let name = "fashion-mnist-resnet20-plain"
    let recipe = try run.recipe(name, "method=\(method)", "epochs=1")
    return try Recipe(yaml: recipe.yaml(), overrides: overrides)
  }

  @Test(arguments: [("plain", "advprop", 0, 1), ("advprop", "plain", 1, 0)])
  func `the main branch is judged whatever others there are`(
    trained: String, judged: String, found: Int, asked: Int
  ) throws {
    try run.train(recipe(trained), in: "a")
    let own = try Evaluated(recipe(trained), weights: run.place("a"))
    let other = try Evaluated(recipe(judged), weights: run.place("a"))
    #expect(own.scores == other.scores && own.notices == [])
    #expect(other.notices.count == 1)
    let text = "has \(found) auxiliary branches of batch norms, the recipe's method \(asked)"
    #expect(other.notices.first?.contains(text) == true, "\(other.notices)")
  }

  @Test func `pictures that a run may have learned from are told`() throws {
    let trained = try recipe("plain", ["data.holdout=random"])
    try run.train(trained, in: "a")
    func notices(_ overrides: String...) throws -> [String] {
      let judged = try Recipe(yaml: trained.yaml(), overrides: overrides)
      return try Evaluated(judged, weights: run.place("a")).notices
    }
    #expect(try notices("evaluation.pictures=validation") == [])
    #expect(try notices("seed=2") == [])
    let told = try notices("seed=2", "evaluation.pictures=validation")
    #expect(told.count == 1)
    #expect(told.first?.contains("data.holdout=random seed=1; here ") == true, "\(told)")
    #expect(told.first?.contains("judge by \(run.place("a"))/recipe.yaml") == true, "\(told)")
  }

  @Test func `a branch that weights lack cannot be judged`() throws {
    try run.train(recipe("plain"), in: "a")
    let judged = try recipe("advprop", ["evaluation.branch={auxiliary: {index: 0}}"])
    let error = #expect(throws: NetworkError.self) {
      try Evaluated(judged, weights: run.place("a"))
    }
    #expect(error?.description.contains("aux_bn.0.weight' [2] is missing from the weights") == true)
  }
}

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

  @Test func `a branch that weights lack cannot be judged`() throws {
    try run.train(recipe("plain"), in: "a")
    let judged = try recipe("advprop", ["evaluation.branch={auxiliary: {index: 0}}"])
    let error = #expect(throws: NetworkError.self) {
      try Evaluated(judged, weights: run.place("a"))
    }
    #expect(error?.description.contains("aux_bn.0.weight' [2] is missing from the weights") == true)
  }
}

import Adversary
import Support
import Testing
import Torch

@Suite struct PlainTests {
  @Test(arguments: Problem.Model.allCases)
  func `its gradients are those of the clean loss`(model: Problem.Model) throws {
    let problem = try Problem(model)
    let outcome = try Outcome(problem, Plain())
    let leaves = problem.store.parameters.filter { !$0.path.contains("aux_bn") }
    let end = try problem.task.network(
      problem.task.begin(problem.batch), .attacking(seed: Problem.seed))
    let loss = try problem.task.losses(end).total()
    for (leaf, expected) in zip(leaves, try gradients(of: loss, at: leaves.map(\.tensor))) {
      let own = try #require(outcome.gradients[leaf.path])
      #expect(try distance(own, expected) < Tolerance.network64, "\(leaf.path)")
    }
    #expect(outcome.learned.parts.map(\.name) == ["clean"])
    #expect(abs(try outcome.learned.total() - loss.item()) < Tolerance.network64)
    #expect(outcome.learned.moves.isEmpty)
  }
}

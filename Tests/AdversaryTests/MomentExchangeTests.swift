import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct MomentExchangeTests {
  private func method(_ change: (inout MomentExchange) -> Void) -> MomentExchange {
    var method = MomentExchange()
    method.probability = 1
    change(&method)
    return method
  }

  @Test(arguments: [AFAN.Lesson.Statistics.position, .sample])
  func `a step equals that of the reference, tensor by tensor`(
    statistics: AFAN.Lesson.Statistics
  ) throws {
    let golden = try Golden("moment_exchange")
    let store = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: "initial", try golden.tensors(below: "initial")))
    let task = Classification(try .tiny(Scope(store)), classes: 5)
    let batch = ClassifierBatch(
      images: try golden["images"], targets: try golden["labels"])
    let exchange = method {
      $0.statistics = statistics
      $0.ownShare = 0.7
    }
    let learned = try exchange.learn(task, from: batch, seed: Seed(2))
    let expected = try golden.tensors(below: statistics.rawValue)
    #expect(abs(try learned.total() - expected["loss"]!.item()) < Tolerance.network64)
    for (path, parameter) in store.parameters {
      let right = try #require(expected["gradient.\(path)"])
      #expect(try distance(parameter.gradient(), right) < Tolerance.network64, "\(path)")
    }
    #expect(learned.parts.map(\.name) == ["clean"])
  }

  @Test func `it costs a plain step, and without exchange is one`() throws {
    let problem = try Problem()
    let plain = try Outcome(problem, Plain())
    let never = try Outcome(problem, method { $0.probability = 0 })
    #expect(try never.gradientDistance(to: plain) == 0)
    let always = try Outcome(problem, method { _ in })
    #expect(try always.gradientDistance(to: plain) > 1e-3)
    #expect(always.learned.passes == plain.learned.passes)
  }

  @Test func `moments of single values are refused`() throws {
    let error = try #require(throws: (any Error).self) {
      _ = try Outcome(Problem(), method { $0.stage = "head" })
    }
    #expect("\(error)".contains("normalization by position at stage 'head'"))
  }
}

import Adversary
import Foundation
import Networks
import Support
import Testing
import Torch

@testable import Training

struct MoveHistogramTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  /// What the first step of A-FAN learned from, with lessons of half and the whole move.
  private func move() throws -> Move {
    let recipe = try run.recipe("fashion-mnist-resnet20-afan")
    let session = try Session<Classification>(recipe)
    let pictures = try recipe.data.pictures(.train)
    let bytes = try (0..<10).flatMap { try pictures.sample(at: $0).picture.bytes }
    let batch = try Batching(for: session.task.network)(
      .init(
        bytes: bytes, labels: .init(repeating: 1, count: 10), indices: Array(0..<10),
        shape: [10] + recipe.data.pictureShape))
    let learned = try session.method.learn(session.task, from: batch, seed: session.seed)
    return try #require(learned.moves.first)
  }

  @Test func `a sign attack of 0.02 moves by 0.02 and nothing, and half of it by 0.01`() throws {
    let move = try move()
    for (lesson, size) in [(0, 0.01), (1, 0.02)] {
      let distances = try move.relativeDistances(ofLesson: lesson)
      #expect(distances.count == move.clean[0].shape.reduce(1, *))
      #expect(distances.allSatisfy { abs($0) < 1e-9 || abs(abs($0) - size) < 1e-6 })
      #expect(distances.contains { $0 > size / 2 } && distances.contains { $0 < -size / 2 })
    }
    let tags = try move.summaries().map(\.tag)
    #expect(tags == ["moves/layer2.0", "moves/layer2.1"])
  }

  @Test func `a sample is spread over the elements`() throws {
    let move = try move()
    let all = try move.relativeDistances(ofLesson: 1)
    let count = all.count
    let step = Move.stride(over: count, limit: 100)
    let some = try move.relativeDistances(ofLesson: 1, limit: 100)
    #expect(some == stride(from: 0, to: count, by: step).map { all[$0] })
    #expect((50...100).contains(some.count))
  }

  @Test(arguments: [(64, 100, 1), (64, 64, 1), (64, 63, 3), (210, 21, 11), (7, 1, 8), (1, 1, 1)])
  func `a stride shares no divisor with the count`(_ count: Int, _ limit: Int, _ step: Int) {
    #expect(Move.stride(over: count, limit: limit) == step)
  }
}

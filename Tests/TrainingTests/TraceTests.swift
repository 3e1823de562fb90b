import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct TraceTests {
  private let folder: TemporaryFolder
  private var batch: String { "\(folder.path)/batch.safetensors" }

  init() throws { folder = try TemporaryFolder() }

  private func recipe(_ overrides: String...) throws -> Recipe {
    try Recipe.named(
      "fashion-mnist-resnet20-afan",
      overrides: ["network.width=2", "threads=1", "precision=fp64"] + overrides)
  }

  /// Writes a batch of six pictures, or what `tensors` says in its place.
  private func writeBatch(_ tensors: [String: Tensor] = [:]) throws {
    let images = try Tensor.uniform([6, 1, 28, 28], seed: Seed(5))
    let labels = try Tensor((0..<6).map(Int64.init))
    try save(["images": images, "labels": labels].merging(tensors) { $1 }, to: batch)
  }

  private func trace(
    _ recipe: Recipe, weights: String? = nil, steps: Int = 1
  ) throws -> [String: Tensor] {
    try Trace(recipe, weights: weights, batch: batch, steps: steps).tensors
  }

  @Test func `a trace has every tensor of the step by name`() throws {
    try writeBatch()
    let recipe = try recipe()
    let tensors = try trace(recipe)
    let session = try Session<Classification>(recipe)
    var names: Set = [
      "logits", "clean.layer2", "moved.layer2", "lesson.layer2.0", "lesson.layer2.1", "loss.clean",
      "loss.layer2.0", "loss.layer2.1",
    ]
    for (path, _) in session.store.parameters {
      names.formUnion(["gradient.\(path)", "parameter.\(path)", "initial.\(path)"])
    }
    for (path, _) in session.store.buffers {
      names.formUnion(["buffer.\(path)", "initial.\(path)"])
    }
    #expect(Set(tensors.keys) == names)
    for (path, tensor) in session.weights {
      #expect(try identical(#require(tensors["initial.\(path)"]).detach(), tensor.detach()))
    }
    #expect(tensors["clean.layer2"]?.shape == [6, 4, 14, 14])
    #expect(tensors["loss.clean"]?.shape == [])
  }

  @Test func `without a step there are the logits of the weights in evaluation alone`() throws {
    try writeBatch()
    let recipe = try recipe()
    let session = try Session<Classification>(recipe)
    let file = try folder.write([UInt8](), to: "W.safetensors")
    try save(session.weights, to: file)
    let found = try trace(recipe, weights: file, steps: 0)
    #expect(Array(found.keys) == ["logits"])
    let images = try SafetensorsFile(batch).tensor("images")
    let state = ClassifierState(maps: [images], targets: try Tensor((0..<6).map(Int64.init)))
    let expected = try session.task.network(state, .evaluation).maps[0]
    #expect(try identical(#require(found["logits"]), expected.detach()))
    #expect(try identical(#require(trace(recipe, weights: file)["logits"]), expected.detach()))
  }

  @Test func `a step moves each parameter along its gradient`() throws {
    try writeBatch()
    let recipe = try recipe("optimizer.kind.sgd.momentum=0", "optimizer.kind.sgd.nesterov=false")
    let tensors = try trace(recipe)
    for (path, parameter) in try Session<Classification>(recipe).store.parameters {
      let initial = try parameter.detach()
      let gradient = try #require(tensors["gradient.\(path)"])
      let right = try initial - 0.1 * (gradient + 5e-4 * initial)
      let moved = try #require(tensors["parameter.\(path)"])
      #expect(try distance(moved, right) < Tolerance.elementwise64, "\(path)")
    }
  }

  @Test func `lessons lie between the clean and the moved features`() throws {
    try writeBatch()
    let tensors = try trace(recipe())
    let clean = try #require(tensors["clean.layer2"])
    let moved = try #require(tensors["moved.layer2"])
    #expect(try distance(clean, moved) > 0)
    let half = try #require(tensors["lesson.layer2.0"])
    #expect(try distance(half, clean + 0.5 * (moved - clean)) < Tolerance.elementwise64)
    #expect(try identical(#require(tensors["lesson.layer2.1"]), moved))
    let losses = try ["clean", "layer2.0", "layer2.1"].map {
      try #require(tensors["loss.\($0)"]).item()
    }
    #expect(losses[0] < losses[1] && losses[1] < losses[2])
  }

  @Test func `of several steps the last is written down`() throws {
    try writeBatch()
    let recipe = try recipe("optimizer.kind.sgd.momentum=0", "optimizer.kind.sgd.nesterov=false")
    let one = try trace(recipe)
    let two = try trace(recipe, steps: 2)
    #expect(try two["loss.clean"]?.item() != one["loss.clean"]?.item())
    var weights: [String: Tensor] = [:]
    for (name, tensor) in one {
      for kind in ["parameter.", "buffer."] where name.hasPrefix(kind) {
        weights[String(name.dropFirst(kind.count))] = tensor
      }
    }
    let file = "\(folder.path)/one.safetensors"
    try save(weights, to: file)
    let second = try trace(recipe, weights: file)
    #expect(second.keys.allSatisfy { !$0.hasPrefix("initial.") })
    for (name, tensor) in second where name != "logits" {
      // Without a move's randomness the second step is the first from the first one's weights.
      #expect(try distance(#require(two[name]), tensor) < Tolerance.steps64, "\(name)")
    }
  }

  @Test func `a plain step has no features in its trace`() throws {
    try writeBatch()
    let tensors = try trace(recipe("method=plain"))
    #expect(tensors.keys.filter { $0.hasPrefix("loss.") } == ["loss.clean"])
    #expect(tensors.keys.allSatisfy { !$0.hasPrefix("clean.") && !$0.hasPrefix("moved.") })
  }

  @Test func `a trace is written whole`() throws {
    try writeBatch()
    let trace = try Trace(recipe(), weights: nil, batch: batch)
    try trace.write(to: "\(folder.path)/trace.safetensors")
    let read = try loadTensors(from: "\(folder.path)/trace.safetensors")
    #expect(Set(read.keys) == Set(trace.tensors.keys))
    for (name, tensor) in trace.tensors {
      #expect(try identical(#require(read[name]), tensor), "\(name)")
    }
  }
}

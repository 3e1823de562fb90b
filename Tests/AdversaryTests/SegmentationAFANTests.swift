import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

/// One case of `Golden/afan_segmentation.safetensors`, and what one step of it leaves here.
private struct SegmentationFixture {
  let method: AFAN
  let store: ParameterStore
  let task: Segmentation
  let batch: SegmentationBatch
  let expected: [String: Tensor]

  init(_ name: String, recomputing: Bool = false, precision: Precision = .fp64) throws {
    let golden = try Golden("afan_segmentation")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let note = Data(try #require(golden.note(name)).utf8)
    let options = try decoder.decode(Options.self, from: note)
    method = try decoder.decode(AFANNotes.self, from: note).method.afan.with {
      $0.skips = options.attached ?? true ? .attached : .detached
    }
    let initial = try golden.tensors(below: "initial").mapValues {
      try $0.dtype == .float64 ? $0.to(precision.storage) : $0
    }
    store = ParameterStore(
      seed: Seed(1), precision: precision, from: .init(name: name, initial))
    let masks = try golden["masks"]
    let images = try golden["images"].to(precision.storage)
    let network = try Network<SegmentationState>.tiny(Scope(store)).recomputing(recomputing)
      .measuringCost(of: SegmentationState(maps: [images], targets: masks, size: [15, 12]))
    task = Segmentation(
      network, classes: 5, charge: options.gamma.map { .focal(gamma: $0) } ?? .crossEntropy)
    batch = SegmentationBatch(images: images, targets: masks)
    expected = try golden.tensors(below: name)
  }

  private struct Options: Decodable {
    let attached: Bool?
    let gamma: Double?
  }

  /// What a step leaves, by the fixture's names; gradients that are not there are left out.
  func step(_ method: AFAN? = nil) throws -> [String: Tensor] {
    for (_, parameter) in store.parameters { try parameter.setGradient(nil) }
    let learned = try (method ?? self.method).learn(task, from: batch, seed: Seed(3))
    var left: [String: Tensor] = [:]
    for part in learned.parts { left["loss.\(part.name)"] = try part.losses.total() }
    for (path, parameter) in store.parameters {
      left["gradient.\(path)"] = try parameter.gradientIfAny()?.clone()
    }
    for (path, buffer) in store.buffers { left["buffer.\(path)"] = try buffer.clone() }
    for move in learned.moves {
      left["clean.\(move.stage)"] = move.clean[0]
      left["moved.\(move.stage)"] = move.moved[0]
      for (index, taken) in move.lessons.enumerated() {
        left["lesson.\(move.stage).\(index)"] = taken[0]
      }
    }
    return left
  }
}

@Suite struct SegmentationAFANTests {
  private static let cases = [
    "attached", "detached", "at_skip", "at_skip_detached", "before_skip", "front_attached",
    "front_alone_attached", "all_attached", "focal", "attacked_start", "clean_weight_0",
  ]

  @Test(arguments: cases, [false, true])
  func `a step with a decoder's skip equals the reference, tensor by tensor`(
    name: String, recomputing: Bool
  ) throws {
    let fixture = try SegmentationFixture(name, recomputing: recomputing)
    let left = try fixture.step()
    for (name, right) in fixture.expected {
      // Where nothing is learned from clean maps, what lies between skip and cut has no gradient.
      let isZero = try left[name] == nil && right.abs().amax().item() == 0
      let apart = try isZero ? 0 : left[name].map { try distance($0, right) } ?? .infinity
      #expect(apart < Tolerance.network64, "\(name)")
    }
    #expect(Set(left.keys).isSubset(of: fixture.expected.keys))
    #expect(left.keys.contains("gradient.conv1.weight"))
  }

  @Test(arguments: [
    "attached", "detached", "at_skip", "at_skip_detached", "before_skip", "front_attached",
    "all_attached", "focal",
  ])
  func `the free first step is the explicit one, whatever the skip`(name: String) throws {
    let free = try SegmentationFixture(name).step()
    let fixture = try SegmentationFixture(name)
    let explicit = try fixture.step(fixture.method.with { $0.firstSlopes = .explicit })
    #expect(free.keys == explicit.keys)
    for (name, tensor) in free {
      #expect(try distance(tensor, #require(explicit[name])) < Tolerance.network64, "\(name)")
    }
  }

  @Test func `attached lessons train the stages before the skip, detached ones do not`() throws {
    let attached = try SegmentationFixture("attached")
    let lessonsAlone = try attached.step(attached.method.with { $0.cleanWeight = 0 })
    let detached = try SegmentationFixture("detached")
    let behindAlone = try detached.step(detached.method.with { $0.cleanWeight = 0 })
    let front = ["gradient.conv1.weight", "gradient.conv2.weight", "gradient.bn2.bias"]
    for name in front {
      #expect(try #require(lessonsAlone[name]).abs().amax().item() > 0)
      #expect(behindAlone[name] == nil)
    }
    #expect(lessonsAlone["gradient.conv3.weight"] == nil)
    #expect(behindAlone["gradient.project.weight"] != nil)
  }

  @Test func `what the front costs is counted once, with the clean loss or without it`() throws {
    let fixture = try SegmentationFixture("attached")
    func passes(_ weight: Double) throws -> Passes {
      try fixture.method.with { $0.cleanWeight = weight }
        .learn(fixture.task, from: fixture.batch, seed: Seed(3)).passes
    }
    let network = fixture.task.network
    let front = try network.front(upTo: "layer1").multiplyAdds / network.multiplyAdds
    let lessons = try ["layer2", "layer2", "aspp"].reduce(0.0) {
      try $0 + network.cut(after: $1).back.multiplyAdds / network.multiplyAdds
    }
    let (with, without) = (try passes(0.6), try passes(0))
    #expect(abs(with.weightGradient - 1 - lessons) < 1e-12)
    #expect(abs(without.weightGradient - front - lessons) < 1e-12)
  }

  @Test func `in bf16 moves are made of maps in float32`() throws {
    let fixture = try SegmentationFixture("attached", precision: .bf16)
    let learned = try fixture.method.learn(fixture.task, from: fixture.batch, seed: Seed(3))
    for move in learned.moves {
      #expect(try move.clean[0].dtype == .float32 && move.moved[0].dtype == .float32)
      #expect(try move.survival(roundedTo: .bfloat16) > 0.5)
    }
  }
}

import Foundation
import Support
import Testing
import Torch

/// The fixture that `Golden/fused_norm.py` wrote with PyTorch.
@Suite struct FusedNormParityTests {
  struct Settings: Decodable {
    let training, skips: Bool
    let activation: String
    let epsilon, momentum: Double
  }

  static let activations: [String: Activation] = [
    "none": .none, "relu": .relu, "relu6": .relu6, "silu": .silu,
  ]

  @Test(arguments: [
    "2x1x5x3", "2x3x1x1", "2x17x2x3", "2x64x1x2", "2x130x1x1", "2x1x5x3.stored",
    "2x3x1x1.stored", "2x17x2x3.stored", "2x64x1x2.stored", "2x130x1x1.stored",
    "3x5x3x4.bare", "3x5x3x4.none", "3x5x3x4.bare.none", "2x17x2x3.bare.relu6",
    "2x17x2x3.bare.silu", "2x17x2x3.stored.bare.relu6", "2x17x2x3.stored.bare.silu",
  ])
  func `output, gradients and averages are PyTorch's`(name: String) throws {
    let golden = try Golden("fused_norm")
    let note = try #require(golden.note(name))
    let settings = try JSONDecoder().decode(Settings.self, from: Data(note.utf8))
    var tensors = try golden.tensors(below: name)
    for leaf in ["input", "skip"] {
      tensors[leaf] = try tensors[leaf]?.channelsLast().requiringGradient()
    }
    for leaf in ["weight", "bias"] { tensors[leaf] = try tensors[leaf]?.requiringGradient() }
    func tensor(_ key: String) throws -> Tensor { try #require(tensors[key], "no \(key)") }
    let (mean, variance) = try (tensor("mean"), tensor("variance"))
    let norm = try FusedNorm(
      weight: tensor("weight"), bias: tensor("bias"),
      by: settings.training
        ? .batchMoving(mean: mean, variance: variance, momentum: settings.momentum)
        : .stored(mean: mean, variance: variance),
      epsilon: settings.epsilon, then: #require(Self.activations[settings.activation]))
    let y = try norm(tensor("input"), adding: tensors["skip"])
    let leaves = ["input", "weight", "bias"] + (settings.skips ? ["skip"] : [])
    let slopes = try gradients(of: y * tensor("upstream"), at: leaves.map(tensor))
    let after = try golden.tensors(below: name + ".after")
    var found = Dictionary(uniqueKeysWithValues: zip(leaves.map { "gradient." + $0 }, slopes))
    found["output"] = y
    (found["after.mean"], found["after.variance"]) = (mean, variance)
    let expected = tensors.filter { found.keys.contains($0.key) }
    #expect(expected.count == found.count && after.count == 2)
    #expect(try differences(found, from: expected, beyond: Tolerance.layer64) == [])
  }
}

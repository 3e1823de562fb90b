import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

/// A case of the fixture of layers: what goes in, what comes out, and all gradients.
struct LayerCase {
  /// The settings that PyTorch's function was called with.
  struct Settings: Decodable {
    var stride: Int?
    var padding: Int?
    var dilation: Int?
    var groups: Int?
    var kernelSize: Int?
    var labelSmoothing: Double?
    var p: Double?
    var seed: UInt64?
  }

  let settings: Settings
  private let tensors: [String: Tensor]

  init(_ name: String) throws {
    let golden = try Golden("layers")
    let note = try #require(golden.note(name))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    settings = try decoder.decode(Settings.self, from: Data(note.utf8))
    tensors = try golden.tensors(below: name)
  }

  /// The tensor called `name`.
  subscript(name: String) -> Tensor {
    get throws { try #require(tensors[name], "the case has no \(name)") }
  }

  /// Whether there is a tensor called `name`.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// All tensors below `prefix`, by the rest of their names.
  func below(_ prefix: String) -> [String: Tensor] {
    let kept = tensors.filter { $0.key.hasPrefix(prefix + ".") }
    return Dictionary(
      uniqueKeysWithValues: kept.map { (String($0.key.dropFirst(prefix.count + 1)), $0.value) })
  }

  /// A store in float64 that starts from `weights`, by default the case's own parameters.
  func store(
    from weights: [String: Tensor]? = nil, auxiliaryBranches: Int = 0
  ) -> ParameterStore {
    let names = ["weight", "bias", "running_mean", "running_var"]
    return ParameterStore(
      seed: Seed(0), precision: .fp64, auxiliaryBranches: auxiliaryBranches,
      from: .init(name: "the fixture", weights ?? tensors.filter { names.contains($0.key) }))
  }

  /// Runs `layer` on the input, and compares the output and the gradients of the input and of every
  /// parameter in `store`.
  func expectParity(_ store: ParameterStore? = nil, _ layer: (Tensor) throws -> Tensor) throws {
    let found = try run(
      layer, on: self["input"], upstream: self["upstream"], store?.parameters ?? [])
    var expected = below("gradient")
    expected["output"] = try self["output"]
    #expect(try differences(found, from: expected, beyond: Tolerance.layer64) == [])
  }
}

/// The output of `layer`, and the gradients of its input and of `parameters`.
func run(
  _ layer: (Tensor) throws -> Tensor, on input: Tensor, upstream: Tensor,
  _ parameters: [ParameterStore.Named]
) throws -> [String: Tensor] {
  let input = try input.requiringGradient()
  let output = try layer(input)
  guard output.shape == upstream.shape else { return ["output": output] }
  let slopes = try gradients(
    of: output * upstream, at: [input] + parameters.map(\.tensor))
  let names = ["input"] + parameters.map(\.path)
  return Dictionary(uniqueKeysWithValues: zip(names + ["output"], slopes + [output]))
}

/// Copies of tensors as they are now, by their names.
func copied(_ tensors: [ParameterStore.Named]) throws -> [String: Tensor] {
  try Dictionary(uniqueKeysWithValues: tensors.map { ($0.path, try $0.tensor.clone()) })
}

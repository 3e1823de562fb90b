import Randomness
import Torch

/// All tensors of a network, by their names in checkpoints, in the order they were made.
///
/// A tensor comes from the weights given or from its initializer, by the same line of the model.
/// What does not fit is collected; `finish()` throws all of it.
public final class ParameterStore {
  /// A tensor and its name in checkpoints.
  public typealias Named = (path: String, tensor: Tensor)

  /// Weights to start from, and what to call them in messages.
  public struct Source {
    let name: String
    let tensors: [String: Tensor]

    /// `tensors` by their names in checkpoints; `name` tells a person where they are from.
    public init(name: String, _ tensors: [String: Tensor]) {
      self.name = name
      self.tensors = tensors
    }
  }

  /// The tensors that are trained.
  public private(set) var parameters: [Named] = []
  /// The tensors that are saved but not trained.
  public private(set) var buffers: [Named] = []
  /// The number formats.
  public let precision: Precision
  /// Where the tensors are.
  public let device: Device
  /// How many sets every batch norm has beside the main one.
  public let auxiliaryBranches: Int
  private let seed: Seed
  private let source: Source?
  private var problems: [String] = []

  /// An empty store.
  ///
  /// Initializers draw from `seed` and the parameter's path, always in float32, so that every
  /// precision starts from the same numbers.
  public init(
    seed: Seed, precision: Precision = .fp32, device: Device = .cpu, auxiliaryBranches: Int = 0,
    from source: Source? = nil
  ) {
    self.seed = seed
    self.precision = precision
    self.device = device
    self.auxiliaryBranches = auxiliaryBranches
    self.source = source
  }

  /// Ends the building of the network.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` with every missing, misshapen and unused tensor.
  public func finish() throws {
    guard let source else { return }
    let known = Set((parameters + buffers).map(\.path))
    problems += source.tensors.keys.filter { !known.contains($0) }.sorted().map {
      "'\($0)' is in the weights but not in the network"
    }
    guard problems.isEmpty else {
      throw NetworkError.weightsDoNotFit(source: source.name, problems: problems)
    }
  }

  func parameter(_ path: String, _ shape: [Int], _ initializer: Initializer) throws -> Tensor {
    let given = try given(path, shape, dtype: precision.storage)
    let initial =
      try given
      ?? initializer.tensor(shape, seed: seed / path)
      .to(dtype: precision.storage, device: device)
    let laid = shape.count == 4 ? try initial.channelsLast() : initial
    let parameter = try laid.requiringGradient()
    parameters.append((path, parameter))
    return parameter
  }

  func buffer(
    _ path: String, _ shape: [Int], value: Double, dtype: DType, optional: Bool
  ) throws -> Tensor {
    let given = try given(path, shape, dtype: dtype, optional: optional)
    let buffer = try given ?? Tensor.full(value, shape, dtype: dtype, device: device)
    buffers.append((path, buffer))
    return buffer
  }

  /// A copy of the weight given for `path`, or `nil` where none fits.
  private func given(
    _ path: String, _ shape: [Int], dtype: DType, optional: Bool = false
  ) throws -> Tensor? {
    guard let source else { return nil }
    guard let tensor = source.tensors[path] else {
      if !optional { problems.append("'\(path)' \(shape) is missing from the weights") }
      return nil
    }
    guard tensor.shape == shape else {
      problems.append("'\(path)' is \(tensor.shape) in the weights, \(shape) in the network")
      return nil
    }
    return try tensor.to(dtype: dtype, device: device).clone()
  }
}

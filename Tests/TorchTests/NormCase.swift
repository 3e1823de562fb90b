import Randomness
import Support
import Torch

/// A batch norm with what surrounds it, on random maps: fused, and composed of libtorch's operations.
struct NormCase: CustomStringConvertible {
  enum Statistics: CaseIterable {
    case batch, batchMoving, stored
  }

  var shape: [Int]
  var statistics = Statistics.batchMoving
  var hasSkip = true
  var activation = Activation.relu
  var dtype = DType.float64
  /// The type of the skip, where it is not that of the maps.
  var skipType: DType?
  var widened = false
  var isChannelsLast = true
  /// Whether two read the result.
  var isTwice = false

  var description: String {
    "\(shape) \(statistics)\(hasSkip ? " skip" : "") \(activation) \(dtype)"
  }

  private var parameters: DType { dtype == .float64 ? .float64 : .float32 }

  /// Fresh leaves and averages, the same ones for a case each time.
  func tensors() throws -> [String: Tensor] {
    let seed = Seed(11) / shape.description
    let maps = try Tensor.normal(shape, mean: 3, deviation: 2, seed: seed / "x")
    let skip = try Tensor.normal(shape, seed: seed / "skip")
    func laid(_ maps: Tensor, _ dtype: DType) throws -> Tensor {
      let maps = try maps.to(dtype)
      return try isChannelsLast ? maps.channelsLast() : maps
    }
    func channels(_ name: String, _ range: ClosedRange<Double>) throws -> Tensor {
      try .uniform([shape[1]], in: range, seed: seed / name).to(parameters)
    }
    var all = [
      "x": try laid(maps, dtype), "weight": try channels("weight", -1...2),
      "bias": try channels("bias", activation == .relu6 ? 1...5 : -1...1),
      "mean": try channels("mean", 2...4),
      "variance": try channels("variance", 2...6),
    ]
    if hasSkip { all["skip"] = try laid(skip, skipType ?? dtype) }
    for name in ["x", "weight", "bias", "skip"] {
      all[name] = try all[name]?.requiringGradient()
    }
    return all
  }

  /// What the fused operation makes of the tensors.
  func fused(_ of: [String: Tensor]) throws -> Tensor {
    guard let x = of["x"], let weight = of["weight"], let bias = of["bias"],
      let mean = of["mean"], let variance = of["variance"]
    else { throw TorchError.noGradient(shape: shape) }
    let by: NormStatistics =
      switch statistics {
      case .batch: .batch
      case .batchMoving: .batchMoving(mean: mean, variance: variance, momentum: 0.3)
      case .stored: .stored(mean: mean, variance: variance)
      }
    let norm = FusedNorm(
      weight: weight, bias: bias, by: by, epsilon: 1e-3, then: activation, widened: widened)
    guard isTwice else { return try norm(x, adding: of["skip"]) }
    // In two parts of unequal size, whose gradients are those of the whole when they are summed.
    let (one, other) = try norm.twice(x, adding: of["skip"])
    return try one * 0.25 + other * 0.75
  }

  /// The same by libtorch's operations, without the activation.
  func unactivated(_ of: [String: Tensor]) throws -> Tensor {
    guard let x = of["x"] else { throw TorchError.noGradient(shape: shape) }
    let averaged = statistics != .batch
    let y = try x.batchNorm(
      weight: of["weight"], bias: of["bias"], runningMean: averaged ? of["mean"] : nil,
      runningVar: averaged ? of["variance"] : nil, training: statistics != .stored,
      momentum: 0.3, eps: 1e-3, cudnnEnabled: true)
    return try of["skip"].map { try y + $0 } ?? y
  }

  /// The output, the gradients of all leaves and the averages after `work` on `tensors`.
  func outcome(
    of tensors: [String: Tensor], upstream: Tensor, _ work: ([String: Tensor]) throws -> Tensor
  ) throws -> [String: Tensor] {
    let y = try work(tensors)
    let leaves = tensors.filter { $0.value.requiresGradient }.sorted { $0.key < $1.key }
    let slopes = try gradients(of: y * upstream, at: leaves.map(\.value))
    var found = Dictionary(uniqueKeysWithValues: zip(leaves.map { "d" + $0.key }, slopes))
    found["y"] = try y.detach()
    found["mean"] = tensors["mean"]
    found["variance"] = tensors["variance"]
    return found
  }

  /// What is fused and what is composed, the latter in float64 from the same numbers.
  ///
  /// There is no upstream gradient where rounding decides on which side of a bend a number is.
  func outcomes() throws -> (fused: [String: Tensor], composed: [String: Tensor]) {
    let near = try withoutGradients {
      let y = try unactivated(wideTensors())
      return try (-1 * y.abs()).maximum(-1 * (y - 6).abs()).gt(-1e-4)
    }
    let type = widened ? parameters : dtype
    let random = try Tensor.normal(shape, mean: 0.5, seed: Seed(12)).to(type)
    let upstream = try near.where(0 * random, other: random)
    let composed = try outcome(of: wideTensors(), upstream: upstream.to(.float64)) {
      try activation(unactivated($0))
    }
    return (try outcome(of: tensors(), upstream: upstream.channelsLast(), fused), composed)
  }

  /// The same leaves and averages in float64, contiguous.
  private func wideTensors() throws -> [String: Tensor] {
    try tensors().mapValues { tensor in
      let copy = try tensor.detach().to(.float64).contiguous()
      return tensor.requiresGradient ? try copy.requiringGradient() : copy
    }
  }
}

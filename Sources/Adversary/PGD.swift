import Randomness
import Torch

/// Projected gradient ascent: moves tensors to where an objective is higher.
///
/// Source: Madry et al., 2018, section 2.1. With one step this is FGSM (Goodfellow et al., 2015).
public struct PGD: Sendable, Hashable {
  /// What measures the length of a step and of the whole move.
  public enum Norm: String, Sendable, CaseIterable {
    /// The largest change of any element; a step changes each by its full length.
    case linf
    /// The 2-norm of each sample's change; a step goes along the slope.
    case l2
  }

  /// What a length of 1 stands for.
  public enum Unit: String, Sendable, CaseIterable {
    /// 1 in the tensors moved.
    case absolute
    /// The root mean square of the clean tensor: under `linf` of each element's change, under `l2`
    /// of the change's own root mean square over a sample.
    case relative
  }

  /// Where a step goes.
  public enum Direction: String, Sendable, CaseIterable {
    /// Along the objective's gradient.
    case gradient
    /// Where a draw points: under `linf` a sign for each element. A control, which tells what a move
    /// does from what an adversary does; the objective is not asked.
    case random
  }

  /// How many steps to take.
  public var steps = 1
  /// The length of each step, in `unit`.
  public var stepSize: Double
  /// What a length of 1 stands for.
  public var unit = Unit.absolute
  /// What measures lengths.
  public var norm = Norm.linf
  /// Where a step goes.
  public var direction = Direction.gradient
  /// The longest whole move, in `unit`; `nil` leaves it unbounded.
  public var radius: Double?
  /// Whether to start at a random place within the radius rather than at the clean tensors.
  public var randomStart = false
  /// The probability, 0...1, that a sample starts at its clean place all the same.
  public var cleanStarts = 0.0
  /// What elements are kept in, such as 0...1 for pixels.
  public var range: ClosedRange<Double>?
  /// Whether to lower the objective, which is then one of wrong targets.
  public var targeted = false

  /// An attack whose steps have the length `stepSize`.
  public init(
    steps: Int = 1, stepSize: Double, unit: Unit = .absolute, norm: Norm = .linf,
    radius: Double? = nil, randomStart: Bool = false, range: ClosedRange<Double>? = nil,
    targeted: Bool = false
  ) {
    precondition(steps >= 0, "an attack takes 0 or more steps")
    self.steps = steps
    self.stepSize = stepSize
    self.unit = unit
    self.norm = norm
    self.radius = radius
    self.randomStart = randomStart
    self.range = range
    self.targeted = targeted
  }

  /// Moves `clean` uphill on `objective`, or downhill where targeted; the result has no graph.
  ///
  /// `slopes` is the objective's gradient at `clean` where the caller has it already: it saves the
  /// first step's forward and backward passes. `seed` decides a random start.
  ///
  /// - Throws: `AdversaryError.noRadius`, and what the objective throws.
  public func perturb(
    _ clean: [Tensor], slopes: [Tensor]? = nil, seed: Seed,
    raising objective: ([Tensor]) throws -> Tensor
  ) throws -> [Tensor] {
    let clean = try clean.map { try $0.detach() }
    let scales = try clean.map { try scale(of: $0) }
    var known = randomStart ? nil : slopes
    var moved = randomStart ? try started(from: clean, scales, seed) : clean
    for step in 0..<steps {
      let slopes =
        try direction == .random
        ? drawn(like: moved, seed / "direction" / step)
        : known ?? self.slopes(at: moved, of: objective)
      known = nil
      moved = try withoutGradients {
        try moved.indices.map { index in
          let stepped = try stepped(moved[index], along: slopes[index], scales[index])
          return try kept(stepped, near: clean[index], scales[index])
        }
      }
    }
    return moved
  }

  /// The gradient of `objective` at `maps`.
  private func slopes(
    at maps: [Tensor], of objective: ([Tensor]) throws -> Tensor
  ) throws -> [Tensor] {
    let leaves = try maps.map { try $0.requiringGradient() }
    return try gradients(of: objective(leaves), at: leaves)
  }

  /// What stands in for slopes where the direction is random: every sign as likely as the other.
  private func drawn(like maps: [Tensor], _ seed: Seed) throws -> [Tensor] {
    try maps.indices.map { index in
      let (map, seed) = (maps[index], seed / index)
      let drawn =
        try norm == .linf
        ? Tensor.uniform(map.shape, in: -1...1, seed: seed, device: map.device)
        : Tensor.normal(map.shape, seed: seed, device: map.device)
      return try drawn.to(map.dtype)
    }
  }

  /// The length that 1 stands for in `clean`, as a number that broadcasts over it.
  private func scale(of clean: Tensor) throws -> Tensor {
    guard unit == .relative else { return try Tensor.ones([], like: clean) }
    let rms = try clean.square().mean().sqrt()
    guard norm == .l2 else { return rms }
    return try Double(clean.shape.dropFirst().reduce(1, *)).squareRoot() * rms
  }

  private func stepped(_ x: Tensor, along slope: Tensor, _ scale: Tensor) throws -> Tensor {
    let direction = norm == .linf ? try slope.sign() : try slope.sampleDirection()
    return try x + (targeted ? -stepSize : stepSize) * (scale * direction)
  }

  private func kept(_ x: Tensor, near clean: Tensor, _ scale: Tensor) throws -> Tensor {
    var x = x
    if let radius {
      let longest = try radius * scale
      switch norm {
      case .linf:
        x = try x.clamp(min: clean - longest, max: clean + longest)
      case .l2:
        let move = try x - clean
        let part = try (longest / move.sampleNorm().clamp(min: 1e-30)).clamp(max: 1)
        x = try clean + part * move
      }
    }
    if let range { x = try x.clamp(min: range.lowerBound, max: range.upperBound) }
    return x
  }

  /// A place drawn evenly from the ball of the radius around each of `clean`, in float32 so that
  /// every precision starts there.
  private func started(from clean: [Tensor], _ scales: [Tensor], _ seed: Seed) throws -> [Tensor] {
    guard let radius else { throw AdversaryError.noRadius }
    return try clean.indices.map { index in
      let x = clean[index]
      let seed = seed / "start" / index
      let unit: Tensor
      switch norm {
      case .linf:
        unit = try .uniform(x.shape, in: -1...1, seed: seed, device: x.device).to(x.dtype)
      case .l2:
        let normal = try Tensor.normal(x.shape, seed: seed, device: x.device)
        let sample = [x.shape[0]] + x.shape.dropFirst().map { _ in 1 }
        let size = Double(x.shape.dropFirst().reduce(1, *))
        let length = try Tensor.uniform(sample, seed: seed / "length", device: x.device)
        unit = try (length.pow(1 / size) * normal.sampleDirection()).to(x.dtype)
      }
      let away = try radius * (scales[index] * unit)
      return try kept(x + thinned(away, seed / "clean"), near: x, scales[index])
    }
  }

  /// `move` of those samples that do not start at their clean place, `[N, ...]`.
  private func thinned(_ move: Tensor, _ seed: Seed) throws -> Tensor {
    guard cleanStarts > 0 else { return move }
    let sample = [move.shape[0]] + move.shape.dropFirst().map { _ in 1 }
    let drawn = try Tensor.uniform(sample, seed: seed, device: move.device)
    return try drawn.ge(cleanStarts).to(move.dtype) * move
  }
}

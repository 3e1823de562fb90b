import Randomness
import Torch

/// All tensors of a network, by their names in checkpoints, in the order they were made.
///
/// A tensor comes from the weights given or from its initializer, by the same line of the model.
/// What does not fit is collected; the network's initializer throws all of it.
public final class ParameterStore {
  /// A tensor and its name in checkpoints.
  public typealias Named = (path: String, tensor: Tensor)

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
  /// Whether it begins with weights of another training, which need not have a head that fits.
  public var adapts: Bool { source?.adapts ?? false }
  private let seed: Seed
  private let source: Source?
  /// What a person should know of how the weights were taken; only where they may be adapted.
  public private(set) var notices: [String] = []
  /// Whether tensors have their shapes, but one element each.
  private let isOutline: Bool
  private var problems: [Problem] = []
  private var copied: [String] = []
  private var heads: Set<String> = []

  /// An empty store.
  ///
  /// Initializers draw from `seed` and the parameter's path, always in float32, so that every
  /// precision starts from the same numbers.
  public init(
    seed: Seed, precision: Precision = .fp32, device: Device = .cpu, auxiliaryBranches: Int = 0,
    from source: Source? = nil
  ) {
    precondition(auxiliaryBranches >= 0, "there are 0 or more auxiliary branches")
    self.seed = seed
    self.precision = precision
    self.device = device
    self.auxiliaryBranches = auxiliaryBranches
    self.source = source
    isOutline = false
  }

  /// An empty store whose tensors take no memory: they have their names, types and shapes, and all
  /// elements of one are the same.
  public init(outlining: Void) {
    seed = Seed(0)
    precision = .fp32
    device = .cpu
    auxiliaryBranches = 0
    source = nil
    isOutline = true
  }

  /// Checks that all names fit; a network's initializer does it when its stages are built.
  ///
  /// `head` are the parameters of its last stage, which weights that may be adapted need not fit. A
  /// network that is part of another has its names below a path, and is checked alone.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` with every missing, misshapen and unused tensor,
  ///   `.pathsTwice` where two tensors have one name.
  public func finish(head: [String] = [], below path: String = "") throws {
    let paths = (parameters + buffers).map(\.path)
    let known = Set(paths)
    if known.count < paths.count {
      let twice = Dictionary(grouping: paths) { $0 }.filter { $1.count > 1 }.keys.sorted()
      throw NetworkError.pathsTwice(twice)
    }
    heads.formUnion(head)
    guard let source else { return }
    let unused = source.tensors.keys
      .filter { !known.contains($0) && (path.isEmpty || $0.hasPrefix("\(path).")) }.sorted()
    let fit = source.fit(problems, copied: copied, unused: unused, head: heads)
    guard fit.problems.isEmpty else {
      throw NetworkError.weightsDoNotFit(source: source.name, problems: fit.problems)
    }
    notices = source.notes.map { "\(source.name): \($0)" } + fit.notices
  }

  /// The scales and shifts of `branch` in all batch norms that have more than one.
  public func normParameters(of branch: Pass.Branch) -> [Named] {
    let words = parameters.map { $0.path.split(separator: ".") }
    let norms = Set(words.filter { $0.contains("aux_bn") }.map { $0.dropLast(3) })
    return zip(parameters, words).filter { _, words in
      switch branch {
      case .main: norms.contains(words.dropLast())
      case .auxiliary(let index): words.dropLast().suffix(2) == ["aux_bn", "\(index)"]
      }
    }.map(\.0)
  }

  /// Keeps `paths` from getting gradients.
  func freeze(_ paths: [String]) throws {
    let paths = Set(paths)
    for (path, tensor) in parameters where paths.contains(path) {
      try tensor.setRequiresGradient(false)
    }
  }

  func parameter(_ path: String, _ shape: [Int], _ initializer: Initializer) throws -> Tensor {
    if isOutline {
      let outline = try Tensor.zeros([], dtype: precision.storage).expand(size: shape)
      parameters.append((path, outline))
      return outline
    }
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
    guard let source, source.covers(path) else { return nil }
    guard let (name, tensor) = source.tensor(for: path) else {
      if !optional { problems.append(Problem(path: path, found: nil, expected: shape)) }
      return nil
    }
    guard tensor.shape == shape else {
      problems.append(Problem(path: path, found: tensor.shape, expected: shape))
      return nil
    }
    if name != path { copied.append(path) }
    return try tensor.to(dtype: dtype, device: device).clone()
  }
}

import Randomness
import Torch

/// What flows through a network that draws pictures in the style of others.
public struct StylingState: Flow {
  /// The pictures, then their features with the moments of the styles', then the pictures drawn; one
  /// tensor `[N, C, H, W]`.
  public var maps: [Tensor]
  /// The pictures whose style is taken, `[N, C, H, W]`.
  public let styles: Tensor
  /// The features that pictures are drawn of; none before they are made.
  var features: [Tensor] = []
  /// The moments of the styles at every level, mean and deviation in turns; none before they are
  /// taken.
  var moments: [Tensor] = []

  /// Pictures to be drawn in the style of `styles`.
  public init(maps: [Tensor], styles: Tensor) {
    self.maps = maps
    self.styles = styles
  }

  /// The same state with every tensor in it replaced.
  public func mapped(_ transform: (Tensor) throws -> Tensor) rethrows -> Self {
    var state = try Self(maps: maps.map(transform), styles: transform(styles))
    state.features = try features.map(transform)
    state.moments = try moments.map(transform)
    return state
  }
}

/// Pictures, and for each one in whose style it is to be drawn.
public struct StylingBatch {
  /// `[N, C, H, W]`, in 0...1.
  public let contents: Tensor
  /// As many, as large.
  public let styles: Tensor

  /// Pictures and their styles.
  public init(contents: Tensor, styles: Tensor) {
    self.contents = contents
    self.styles = styles
  }
}

/// Drawing pictures in the style of others: a decoder learns, the encoder is as it came.
///
/// A drawn picture should have the features it was drawn of, and its style's means and deviations at
/// every level of the encoder. Source: Huang and Belongie, 2017 (arXiv 1703.06868), section 5,
/// equations 11 to 13; distances are means of squares, as in the usual PyTorch code.
public struct Stylisation: RecognitionTask {
  /// The stages: `input`, `exchange`, which holds the encoder and takes no part in learning, and
  /// `decoder`.
  public private(set) var network: Network<StylingState>
  /// What the distances of means and deviations count, where that of features counts 1; 0 or more.
  public let styleWeight: Double
  /// Draws pictures with the same weights.
  public let drawer: AdaIN
  private let encoder: any StyleEncoder

  /// A network with parameters below `encoder` and `decoder` in `store`.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit`.
  public init(
    styleWeight: Double, in store: ParameterStore,
    encoder makeEncoder: (Scope) throws -> any StyleEncoder,
    decoder makeDecoder: (any StyleEncoder, Scope) throws -> StyleDecoder
  ) throws {
    let root = Scope(store)
    let input = Stage<StylingState>("input", features: \.maps, root) { _ in { state, _ in state } }
    let (exchange, encoder) = try Stage.making("exchange", root / "encoder", makeEncoder) {
      try $1.exchanged(by: $0)
    }
    let (decoding, decoder) = try Stage.making(
      "decoder", root / "decoder", { try makeDecoder(encoder, $0) },
      work: { decoder, state in
        var state = state
        state.maps = try state.maps.map { try decoder($0, asLargeAs: state.styles) }
        return state
      })
    network = try Network(stages: [input, exchange, decoding], root)
      .freezing([exchange.name], in: store)
    drawer = AdaIN(encoder, decoder)
    self.encoder = encoder
    self.styleWeight = styleWeight
  }

  /// The same task, whose stages know what a forward pass of `batch` costs.
  public func measuringCost(of batch: StylingBatch) throws -> Stylisation {
    var task = self
    task.network = try network.measuringCost(of: begin(batch))
    return task
  }

  /// The pictures as they are.
  public func begin(_ batch: StylingBatch) throws -> StylingState {
    StylingState(maps: [batch.contents], styles: batch.styles)
  }

  /// `content`, the distance of features, and `style`, that of means and deviations at all levels.
  public func losses(_ state: StylingState) throws -> Losses {
    try withAutocast(to: network.precision.autocast, on: network.device) {
      let levels = try encoder.levels(of: state.maps[0])
      let content = try levels[levels.count - 1].distance(to: state.features[0])
      let moments = try levels.flatMap { level in
        let moments = try level.moments(over: [2, 3])
        return [moments.mean, moments.deviation]
      }
      let distances = try zip(moments, state.moments).map { try $0.distance(to: $1) }
      let style = try distances.dropFirst().reduce(distances[0]) { try $0 + $1 }
      return Losses([
        Losses.Term(name: "content", value: content, weight: 1),
        Losses.Term(name: "style", value: style, weight: styleWeight),
      ])
    }
  }

  /// The pictures with each other's styles, in an order drawn from `seed`.
  public func retargeted(_ state: StylingState, seed: Seed) throws -> StylingState {
    var stream = (seed / "targets").stream
    let order = stream.permutation(of: state.styles.shape[0]).map(Int64.init)
    let places = try Tensor(order, device: state.styles.device)
    return StylingState(
      maps: state.maps, styles: try state.styles.indexSelect(dim: 0, index: places))
  }
}

extension Stage where State == StylingState {
  /// A stage that does `work` with what is made of its scope, and what that is.
  fileprivate static func making<Part>(
    _ name: String, _ scope: Scope, _ make: (Scope) throws -> Part,
    work: @escaping (Part, StylingState) throws -> StylingState
  ) throws -> (stage: Stage, made: Part) {
    var made: Part?
    let stage = try Stage(name, features: \.maps, scope) { scope in
      let part = try make(scope)
      made = part
      return { state, _ in try work(part, state) }
    }
    guard let made else { preconditionFailure("a stage is made at once") }
    return (stage, made)
  }
}

extension StylingState {
  /// The features of the pictures with the moments that their styles' have, which are to be met.
  fileprivate func exchanged(by encoder: any StyleEncoder) throws -> StylingState {
    try withoutGradients {
      let moments = try encoder.levels(of: styles).map { try $0.moments(over: [2, 3]) }
      var state = self
      state.maps = try maps.map {
        try encoder.features(of: $0).withMoments(of: moments[moments.count - 1])
      }
      state.features = state.maps
      state.moments = moments.flatMap { [$0.mean, $0.deviation] }
      return state
    }
  }
}

extension Tensor {
  /// The mean of the squares of what they differ by, `[]`.
  fileprivate func distance(to other: Tensor) throws -> Tensor {
    try (self - other).square().mean()
  }
}

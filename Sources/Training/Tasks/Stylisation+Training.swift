import Networks
import Pictures
import Randomness
import Torch

extension Stylisation: TrainableTask {
  /// `stylisation`.
  public static var name: String { "stylisation" }

  /// The recipe's encoder, whose weights `store` was given, and a decoder of its features.
  public init(_ recipe: Recipe, classes: [String]?, in store: ParameterStore) throws {
    guard case .stylisation(let settings) = recipe.task else {
      throw recipe.wrongTask(for: Self.name)
    }
    let task = try ModelConfig(recipe, settings, classes: classes)
      .stylisation(styleWeight: settings.styleWeight, in: store)
    try recipe.checkStages(of: task.network)
    let picture = try Tensor.zeros(
      [1] + recipe.data.pictureShape, dtype: store.precision.storage, device: store.device)
    self = try task.measuringCost(of: StylingBatch(contents: picture, styles: picture))
  }

  /// The encoder's weights.
  public static func start(of recipe: Recipe) throws -> ParameterStore.Source? {
    guard case .stylisation(let settings) = recipe.task else { return nil }
    return try ParameterStore.Source(encoderOf: recipe, settings.encoder)
  }

  /// The encoder, its stage and the pictures it takes.
  public static func config(of recipe: Recipe, classes: [String]) throws -> ModelConfig {
    guard case .stylisation(let settings) = recipe.task else {
      throw recipe.wrongTask(for: Self.name)
    }
    return try ModelConfig(recipe, settings, classes: classes)
  }

  /// Every picture in the style of the next one of the batch, the last in that of the first.
  public func batch(of pictures: PictureBatch) throws -> StylingBatch {
    let contents = try Batching(for: network)(pictures).images
    return StylingBatch(
      contents: contents,
      styles: try .cat([
        contents.narrow(dim: 0, start: 1, length: contents.shape[0] - 1),
        contents.narrow(dim: 0, start: 0, length: 1),
      ]))
  }

  /// Every picture in the style of another, or its own, in an order that is drawn.
  public func prepared(
    _ batch: StylingBatch, by recipe: Recipe, seed: Seed
  ) throws -> StylingBatch {
    var stream = (seed / "styles").stream
    let order = stream.permutation(of: batch.contents.shape[0]).map(Int64.init)
    let places = try Tensor(order, device: batch.contents.device)
    return StylingBatch(
      contents: batch.contents,
      styles: try batch.contents.indexSelect(dim: 0, index: places))
  }

  /// Pictures as they are, alone.
  public static func challenges(of recipe: Recipe) -> [JudgedChallenge] {
    [JudgedChallenge(name: "clean")]
  }

  /// The mean losses of every picture in the style of the next one of its batch.
  public func judge(
    _ pictures: any PictureSet, under challenge: Challenge, by recipe: Recipe, seed: Seed,
    report: (Int) throws -> Void
  ) throws -> DrawingJudgement {
    precondition(challenge == .clean, "drawing is judged on pictures as they are")
    let batches = Loader(
      set: pictures, reading: recipe.data.reading, batchSize: recipe.evaluation.batchSize,
      shuffles: false, damaged: recipe.data.damaged ?? .refuse, seed: seed / "evaluation",
      threads: recipe.data.threads
    ).epoch(0)
    var judged: [(losses: Losses, count: Int)] = []
    var done = 0
    try report(0)
    while let read = try batches.next() {
      let losses = try withoutGradients {
        try self.losses(network(begin(batch(of: read)), .evaluation)).detached()
      }
      judged.append((losses, read.count))
      done += read.count
      try report(done)
    }
    let parts = judged.map { (losses: $0.losses, share: Double($0.count) / Double(done)) }
    let mean = try parts.isEmpty ? nil : Losses.mean(of: parts)
    let terms = try (mean?.terms ?? []).map { ($0.name, try $0.value.item()) }
    return DrawingJudgement(
      scores: Scores(
        count: done, loss: try mean?.total().item() ?? 0,
        terms: Dictionary(uniqueKeysWithValues: terms)),
      skipped: batches.skipped)
  }

  /// Figures, and some pictures as they were drawn.
  public func kept(
    _ clean: DrawingJudgement, _ scores: [String: Scores], in examination: Examination
  ) throws -> Judged.Weights {
    Judged.Weights(
      epoch: examination.epoch, scores: scores, drawn: try drawn(in: examination))
  }

  /// The first pictures of an examination, each in the style of the next one.
  private func drawn(in examination: Examination) throws -> [Judged.DrawnExample] {
    let recipe = examination.recipe
    let batches = Loader(
      set: examination.pictures, reading: recipe.data.reading, batchSize: 8, shuffles: false,
      damaged: recipe.data.damaged ?? .refuse, seed: examination.seed / "examples"
    ).epoch(0)
    guard let read = try batches.next() else { return [] }
    let batch = try batch(of: read)
    let drawn = try withoutGradients {
      try drawer(batch.contents, as: batch.styles, strength: 1).clamp(min: 0, max: 1)
    }
    return try read.indices.enumerated().map { place, index in
      func keep(_ pictures: Tensor, _ kind: String) throws -> String {
        let file = "\(examination.name)-\(index)-\(kind).png"
        try examination.folder.add(Picture(pictures, at: place).thumbnail().png(), file)
        return file
      }
      return Judged.DrawnExample(
        index: index, contentFile: try keep(batch.contents, "content"),
        styleFile: try keep(batch.styles, "style"), drawnFile: try keep(drawn, "drawn"))
    }
  }
}

/// What came of drawing pictures.
public struct DrawingJudgement: TaskJudgement {
  /// The mean losses.
  public let scores: Scores
  /// The pictures that could not be read.
  public let skipped: [SkippedPicture]
}

extension Picture {
  /// Picture `index` of `[N, C, H, W]` in 0...1.
  fileprivate init(_ pictures: Tensor, at index: Int) throws {
    let picture = try pictures.detach().select(dim: 0, index: index)
    let levels = try (255 * picture).to(dtype: .float64, device: .cpu).contiguous()
      .elements(Double.self)
    let shape = picture.shape
    self.init(
      channels: shape[0], height: shape[1], width: shape[2],
      bytes: levels.map { $0.isFinite ? UInt8(min(255, max(0, $0.rounded()))) : 0 })
  }
}

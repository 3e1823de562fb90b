import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// Puts together what is kept of judging a network that tells the classes of pixels.
struct PixelExaminer {
  private let examination: Examination
  private var recipe: Recipe { examination.recipe }
  private var folder: JudgedFolder { examination.folder }
  private var seed: Seed { examination.seed / "examples" }
  /// How many pixels the longer side of a picture shown has at most.
  private static let side = 320

  /// One whose files are called after the weights.
  init(_ examination: Examination) { self.examination = examination }

  /// What is to be kept of the weights of `task`.
  func examine(
    _ task: Segmentation, _ scores: [String: Scores], _ judgement: PixelJudgement
  ) throws -> Judged.Weights {
    let colours = recipe.data.palette(classes: task.classes)
    return Judged.Weights(
      epoch: examination.epoch, scores: scores,
      pixels: PixelExamples(
        confusion: judgement.confusion, colours: colours,
        examples: try examples(task, judgement, colours)))
  }

  /// The first two pictures, and the two of which the least was told right.
  private func chosen(_ judgement: PixelJudgement) -> [Int] {
    let first = Array(judgement.indices.indices.prefix(2))
    let worst = judgement.accuracies.indices.filter { !first.contains($0) }.sorted {
      (judgement.accuracies[$0], $0) < (judgement.accuracies[$1], $1)
    }
    return first + worst.prefix(2)
  }

  private func examples(
    _ task: Segmentation, _ judgement: PixelJudgement, _ colours: [[UInt8]]
  ) throws -> [PixelExamples.Example] {
    let places = chosen(judgement)
    let evaluator = PixelEvaluator(task, as: recipe, seed: examination.seed)
    let batches = evaluator.pictures(
      of: examination.judged(places.map { judgement.indices[$0] }))
    return try places.compactMap { place in
      guard let read = try batches.next() else { return nil }
      let start = try task.begin(task.batch(of: read))
      let told = try withoutGradients { try evaluator.told(start).choices }
      let shown = Shown(read, told: try told.bytes(), colours: colours)
      let index = read.indices[0]
      let name = "\(examination.name)-\(index)"
      return PixelExamples.Example(
        index: index, accuracy: judgement.accuracies[place],
        file: try add(shown.picture, "\(index).png"),
        truthFile: try add(shown.truth, "\(index)-truth.png"),
        toldFile: try add(shown.told, "\(name)-told.png"),
        cuts: try cuts(task, read, shown, name))
    }
  }

  /// Adds a picture, no larger than it is shown; gives its file's name.
  private func add(_ picture: Picture, _ name: String) throws -> String {
    try folder.add(picture.thumbnail(Self.side).png(), name)
    return name
  }

  /// What the recipe's method does by moving features of a picture; nothing where it moves none.
  private func cuts(
    _ task: Segmentation, _ read: PictureBatch, _ shown: Shown, _ name: String
  ) throws -> [PixelExamples.Cut] {
    guard case .afan(let afan) = recipe.method else { return [] }
    let batch = try task.batch(of: read)
    return try afan.cuts.map { cut in
      let moves = try FeatureMoves(task, cut, branch: afan.branch, batch, seed: seed)
      let before = try task.logits(moves.cleanEnd).argmax(dim: 1).bytes()
      let after = try task.logits(moves.end).argmax(dim: 1).bytes()
      let isChanged = zip(before, after).map { $0 != $1 }
      return PixelExamples.Cut(
        stage: cut.stage,
        move: try folder.add(
          moves, of: 0, over: shown.picture.thumbnail(Self.side), "\(name)-\(cut.stage)"),
        changed: Double(isChanged.count(where: \.self)) / Double(max(1, isChanged.count)),
        changedFile: try add(
          shown.picture(under: after, where: isChanged), "\(name)-\(cut.stage)-changed.png"))
    }
  }

  /// A picture, its mask and what was told of it.
  private struct Shown {
    let picture: Picture
    let mask: [UInt8]
    let toldMask: [UInt8]
    let colours: [[UInt8]]

    init(_ read: PictureBatch, told: [UInt8], colours: [[UInt8]]) {
      picture = read.picture(at: 0)
      mask = read.masks ?? []
      toldMask = told
      self.colours = colours
    }

    var truth: Picture { picture(under: mask) }
    var told: Picture { picture(under: toldMask) }

    /// The picture under the colours of `classes`, where `isShown` says so.
    func picture(under classes: [UInt8], where isShown: [Bool]? = nil) -> Picture {
      picture.overlaid(classes, colours: colours, where: isShown)
    }
  }
}

extension Tensor {
  /// The elements, small whole numbers, as bytes.
  func bytes() throws -> [UInt8] { try to(.uint8).to(.cpu).elements(UInt8.self) }
}

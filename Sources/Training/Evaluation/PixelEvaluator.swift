import Networks
import Pictures
import Randomness
import Torch

/// What came of telling the classes of pictures' pixels once.
public struct PixelJudgement: Sendable, Hashable {
  /// How the network did.
  public let scores: Scores
  /// What pixels were taken for, of all pictures together.
  public let confusion: PixelConfusion
  /// The number of each picture in the data set it was read from.
  public let indices: [Int]
  /// The part of each picture's pixels that was told right, 0...1; 1 where all are ignored.
  public let accuracies: [Double]
  /// The pictures of the set that could not be read, and were not judged.
  public let skipped: [SkippedPicture]
}

/// Judges a network that tells the classes of pixels: running averages of one branch, nothing
/// random, every picture once.
struct PixelEvaluator {
  let task: Segmentation
  private let recipe: Recipe
  private let seed: Seed
  private let pass: Pass

  /// A judge of `task`'s network as `recipe` says; attacks raise the plain cross entropy, whatever
  /// it is trained by.
  init(_ task: Segmentation, as recipe: Recipe, seed: Seed) {
    self.task = Segmentation(task.network, classes: task.classes)
    self.recipe = recipe
    self.seed = seed / "evaluation"
    pass = .evaluating(recipe.evaluation.branch)
  }

  /// The pictures of `set` with their masks, as they are judged, each a batch by itself.
  func pictures(of set: any PictureSet) -> LoaderEpoch {
    let threads = recipe.data.threads
    return Loader(
      set: set, maskedReading: recipe.data.maskedReading, batchSize: 1, shuffles: false,
      damaged: recipe.data.damaged ?? .refuse, seed: seed, threads: threads,
      prefetch: max(2 * recipe.evaluation.batchSize, 2 * threads)
    ).epoch(0)
  }

  /// What is told of the pixels of all pictures of `set` under a challenge, as many at a time as the
  /// recipe says where they are of one size; `report` is told how many are done, and ends the judging
  /// where it throws.
  func judge(
    _ set: any PictureSet, under challenge: Challenge = .clean,
    report: (Int) throws -> Void = { _ in }
  ) throws -> PixelJudgement {
    let pictures = pictures(of: set)
    var batches = EqualSizeBatches(of: recipe.evaluation.batchSize, read: pictures.next)
    var tally = PixelTally(classes: task.classes)
    try report(0)
    while let read = try batches.next() {
      let batch = try task.batch(of: read)
      let state = try challenge.applied(
        to: task.begin(batch), of: task, pass, after: tally.count, seed: seed)
      let (choices, loss) = try withoutGradients { try told(state) }
      try tally.add(read, choices, loss: loss)
      try report(tally.count)
    }
    return tally.judgement(through: pass.branch, without: pictures.skipped)
  }

  /// The class told of every pixel of a state before the first stage, `[N, H, W]`, and the cross
  /// entropy of what is told of the pictures in their own size.
  func told(_ start: SegmentationState) throws -> (choices: Tensor, loss: Tensor) {
    let end = try task.network(start, pass)
    let choices = try recipe.evaluation.views.choices(
      of: start.maps[0], by: task, pass, plain: task.logits(end))
    return (choices, try task.losses(end).total())
  }
}

extension EvaluationSettings {
  /// The ways in which pictures are looked at when the classes of their pixels are told.
  var views: PixelViews { PixelViews(scales: scales, flips: flips) }
}

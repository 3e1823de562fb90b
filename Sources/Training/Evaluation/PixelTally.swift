import Networks
import Pictures
import Torch

/// Counts of pixels as they come.
struct PixelTally {
  private var confusion: PixelConfusion
  private var indices: [Int] = []
  private var accuracies: [Double] = []
  private var lossSum = 0.0

  /// Nothing yet, of pixels of `classes` classes.
  init(classes: Int) { confusion = PixelConfusion(classes: classes) }

  /// How many pictures were added.
  var count: Int { indices.count }

  /// Adds pictures with the class told of every pixel, `[N, H, W]`, and their mean `loss`.
  mutating func add(_ pictures: PictureBatch, _ choices: Tensor, loss: Tensor) throws {
    let told = try choices.bytes()
    let masks = pictures.masks ?? []
    let pixels = pictures.shape[2] * pictures.shape[3]
    var judged = 0
    for picture in 0..<pictures.count {
      let range = (picture * pixels)..<((picture + 1) * pixels)
      var own = PixelConfusion(classes: confusion.classes)
      own.add(masks[range], choices: told[range])
      accuracies.append(own.total > 0 ? Double(own.right) / Double(own.total) : 1)
      judged += own.total
      confusion.add(own)
    }
    lossSum += try loss.item() * Double(judged)
    indices += pictures.indices
  }

  /// What came of it through `branch`.
  func judgement(
    through branch: Pass.Branch, without skipped: [SkippedPicture]
  ) -> PixelJudgement {
    let pixels = PixelScores(confusion)
    return PixelJudgement(
      scores: Scores(
        count: count, loss: lossSum / Double(max(1, pixels.count)), pixels: pixels,
        branch: branch),
      confusion: confusion, indices: indices, accuracies: accuracies, skipped: skipped)
  }
}

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
    let told = try choices.to(.uint8).to(.cpu).elements(UInt8.self)
    let masks = pictures.masks ?? []
    let pixels = pictures.shape[2] * pictures.shape[3]
    var batch = PixelConfusion(classes: confusion.classes)
    for picture in 0..<pictures.count {
      let range = (picture * pixels)..<((picture + 1) * pixels)
      var own = PixelConfusion(classes: confusion.classes)
      own.add(Array(masks[range]), choices: Array(told[range]))
      let scores = PixelScores(own)
      accuracies.append(scores.count > 0 ? scores.accuracy : 1)
      batch.add(own)
    }
    lossSum += try loss.item() * Double(PixelScores(batch).count)
    confusion.add(batch)
    indices += pictures.indices
  }

  /// What came of it.
  func judgement(without skipped: [SkippedPicture]) -> PixelJudgement {
    let pixels = PixelScores(confusion)
    return PixelJudgement(
      scores: Scores(
        count: count, loss: lossSum / Double(max(1, pixels.count)), pixels: pixels),
      confusion: confusion, indices: indices, accuracies: accuracies, skipped: skipped)
  }
}

import Foundation
import Networks

/// How a network did on some pictures.
public struct Scores: Sendable, Hashable, Codable {
  /// How many pictures were judged.
  public let count: Int
  /// The part whose class was the first choice, 0...1; `nil` where the task tells no classes of whole
  /// pictures.
  public let top1: Double?
  /// The part whose class was among the first five choices, 0...1; `nil` likewise.
  public let top5: Double?
  /// The mean of what the task charges for: the cross entropy of pictures or pixels, in nats.
  public let loss: Double
  /// The mean of each term of it before its weight; `nil` where there is one.
  public let terms: [String: Double]?
  /// How the pixels were told; `nil` where the task tells none.
  public let pixels: PixelScores?
  /// The branch of the batch norms that was judged: `main`, or `auxiliary 0` and on; `nil` where the
  /// task has one alone.
  public let branch: String?
  /// What was told by shape and what by texture; `nil` where no others than labels were asked for.
  public var cues: CueDecisions?

  init(
    count: Int, top1: Double? = nil, top5: Double? = nil, loss: Double,
    terms: [String: Double]? = nil, pixels: PixelScores? = nil, branch: Pass.Branch? = nil
  ) {
    self.count = count
    self.top1 = top1
    self.top5 = top5
    self.loss = loss
    self.terms = terms
    self.pixels = pixels
    self.branch = branch?.description
  }

  /// The figure that the task is judged by, 0...1: top-1, or the mean intersection over union; `nil`
  /// where its loss is all there is.
  public var share: Double? { top1 ?? pixels?.meanIoU }

  /// What weights are compared by: the larger, the better.
  var merit: Double { share ?? -loss }

  /// The figure that the task is judged by, in words: `72.84 %`, `71.20 % mIoU`, or `loss 1.2345`.
  public var headline: String {
    let unit = pixels == nil ? "%" : "% mIoU"
    return share.map { String(format: "%.2f %@", 100 * $0, unit) }
      ?? String(format: "loss %.4f", loss)
  }
}

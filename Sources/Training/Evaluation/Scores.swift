import Foundation

/// How a network did on some pictures.
public struct Scores: Sendable, Hashable, Codable {
  /// How many pictures were judged.
  public let count: Int
  /// The part whose class was the first choice, 0...1; `nil` where the task tells no classes.
  public let top1: Double?
  /// The part whose class was among the first five choices, 0...1; `nil` likewise.
  public let top5: Double?
  /// The mean of what the task charges for: a classifier's cross entropy, in nats.
  public let loss: Double
  /// The mean of each term of it before its weight; `nil` where there is one.
  public let terms: [String: Double]?
  /// What was told by shape and what by texture; `nil` where no others than labels were asked for.
  public var cues: CueDecisions?

  init(
    count: Int, top1: Double? = nil, top5: Double? = nil, loss: Double,
    terms: [String: Double]? = nil
  ) {
    self.count = count
    self.top1 = top1
    self.top5 = top5
    self.loss = loss
    self.terms = terms
  }

  /// What weights are compared by: the larger, the better.
  var merit: Double { top1 ?? -loss }

  /// The figure that the task is judged by, in words: `72.84 %`, or `loss 1.2345`.
  public var headline: String {
    top1.map { String(format: "%.2f %%", 100 * $0) } ?? String(format: "loss %.4f", loss)
  }
}

import Foundation
import Training

/// How the classes of pixels were told, as a person reads it: figures of every challenge, then of
/// every class.
struct PixelScoresTable {
  private let judged: [(name: String, scores: Scores, pixels: PixelScores)]
  private let names: [String]

  /// The scores by challenge, in order; `nil` where they are of no pixels.
  ///
  /// `classes` are the names of the classes, as far as they are known.
  init?(_ scores: [(String, Scores)], classes: [String]) {
    judged = scores.compactMap { name, scores in scores.pixels.map { (name, scores, $0) } }
    guard let first = judged.first else { return nil }
    names = first.pixels.classIoU.indices.map {
      classes.indices.contains($0) ? classes[$0] : "class \($0)"
    }
  }

  /// Both tables and what a reader may not expect.
  var text: String { (figures + [""] + classes + remarks).joined(separator: "\n") }

  private var figures: [String] {
    let heads = ["mIoU", "pixels", "classes", "loss", "pictures"].map { $0.leftPadded(to: 11) }
    let rows = judged.map { name, scores, pixels in
      let shares = [pixels.meanIoU, pixels.accuracy, pixels.meanAccuracy].map(percent).joined()
      return name.padded(to: 10) + shares + String(format: "%11.4f %10d", scores.loss, scores.count)
    }
    return ["".padded(to: 10) + heads.joined()] + rows
      + ["pixels: the part told right; classes: the mean of that part over the classes"]
  }

  /// The intersection over union of each class, under every challenge.
  private var classes: [String] {
    let width = max(9, names.map(\.count).max() ?? 0) + 2
    let head = "IoU".padded(to: width) + judged.map { $0.name.leftPadded(to: 11) }.joined()
    return [head]
      + names.enumerated().map { label, name in
        name.padded(to: width)
          + judged.map { $0.pixels.classIoU[label].map(percent) ?? "   no pixel" }.joined()
      }
  }

  /// Over which classes the mean is, where that is not all, and which are only told by mistake.
  private var remarks: [String] {
    judged.flatMap { name, _, pixels in
      let told = pixels.classIoU.compactMap(\.self).count
      let mistaken = pixels.absent.filter { pixels.classIoU[$0] != nil }.map { names[$0] }
      return [
        told < names.count
          ? "\(name): the mean is over \(told) of \(names.count) classes; no pixel is of the "
            + "others, or was told to be" : nil,
        mistaken.isEmpty
          ? nil
          : "\(name): no pixel is of \(mistaken.joined(separator: ", ")), but some were told to "
            + "be, which counts as 0",
      ].compactMap(\.self)
    }
  }
}

/// A share in eleven columns.
private func percent(_ share: Double) -> String { String(format: "%9.2f %%", 100 * share) }

extension String {
  /// The text with spaces behind it, whole where it is longer.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it.
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

import Foundation

/// What the runs of one task are judged by, and how a page shows it.
enum Measure: Sendable, Equatable {
  /// Top-1, of classes of whole pictures.
  case top1
  /// The mean intersection over union, of classes of pixels.
  case meanIoU
  /// What is charged, of drawn pictures.
  case loss

  /// What the figure is called.
  var name: String {
    switch self {
    case .top1: "Top-1"
    case .meanIoU: "mIoU"
    case .loss: "Mean loss"
    }
  }

  /// What it is called within a heading.
  var inPassing: String { self == .meanIoU ? name : name.lowercased() }

  /// What it is of.
  var subject: String {
    switch self {
    case .top1: "Classes of pictures"
    case .meanIoU: "Classes of pixels"
    case .loss: "Drawn pictures"
    }
  }

  /// What the figures beside it are called, and in one phrase.
  var others: (names: [String], phrase: String) {
    switch self {
    case .top1: (["top-5", "loss"], "Top-5 and mean cross entropy")
    case .meanIoU:
      (["pixel accuracy", "mean accuracy", "loss"], "Pixel accuracy, mean accuracy, cross entropy")
    case .loss: ([], "")
    }
  }

  /// The figure in words.
  func value(of scores: Scores) -> String {
    switch self {
    case .top1, .meanIoU: scores.share.map { percent($0, of: scores.judged) } ?? "–"
    case .loss: significant(scores.loss)
    }
  }

  /// The figures beside it in words.
  func others(of scores: Scores) -> [String] {
    let parts: [Double?]
    switch self {
    case .top1: parts = [scores.top5]
    case .meanIoU: parts = [scores.pixels?.accuracy, scores.pixels?.meanAccuracy]
    case .loss: return []
    }
    return parts.map { $0.map { percent($0, of: scores.judged) } ?? "–" }
      + [significant(scores.loss)]
  }

  /// How far the figure is from that of `other`; `nil` where either has none.
  func difference(of scores: Scores, to other: Scores) -> String? {
    if self == .loss { return significant(scores.loss - other.loss) }
    guard let own = scores.share, let share = other.share else { return nil }
    return points(own - share, of: scores.judged)
  }
}

extension TaskSettings {
  /// What its runs are judged by.
  var measure: Measure {
    switch self {
    case .classification: .top1
    case .segmentation: .meanIoU
    case .stylisation: .loss
    }
  }
}

extension Scores {
  /// How many were told right or wrong: pictures or pixels.
  fileprivate var judged: Int { pixels?.count ?? count }
}

import Adversary
import Torch

extension Move {
  /// How far each lesson's features were moved, under `moves/<stage>.<lesson>`.
  ///
  /// The values are those of `relativeDistances`; a lesson whose clean features are all 0 is left
  /// out.
  func summaries() throws -> [Summary] {
    try lessons.indices.compactMap { lesson in
      let distances = try relativeDistances(ofLesson: lesson)
      guard let histogram = Histogram(of: distances) else { return nil }
      return Summary(tag: "moves/\(stage).\(lesson)", value: .histogram(histogram))
    }
  }

  /// What was added to single elements of the features that a lesson was learned from, over the
  /// root mean square of the clean features.
  ///
  /// Of each map about `limit` elements are looked at, spread evenly over pictures, channels, rows
  /// and columns; of a map of zeros none.
  func relativeDistances(ofLesson lesson: Int, limit: Int = 65_536) throws -> [Double] {
    try withoutGradients {
      try zip(clean, lessons[lesson]).flatMap { clean, moved -> [Double] in
        let size = try clean.to(.float64).square().mean().sqrt().item()
        guard size > 0 else { return [] }
        let step = Self.stride(over: clean.shape.reduce(1, *), limit: limit)
        let sample = try (moved.to(.float64) - clean.to(.float64)).flatten().slice(step: step)
        return try (sample / size).elements()
      }
    }
  }

  /// The smallest step that leaves at most `limit` of `count` elements and shares no divisor with
  /// `count`, so that it does not stay in one column or channel.
  static func stride(over count: Int, limit: Int) -> Int {
    var step = max(1, (count + limit - 1) / limit)
    while divisor(step, count) > 1 { step += 1 }
    return step
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}

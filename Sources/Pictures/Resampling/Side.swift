/// How one side of a picture gets another length.
struct Side: Hashable {
  /// The new length, in pixels.
  let count: Int
  /// The part of `range` that the new pixels share, counted from its beginning.
  let start: Float
  /// The end of that part.
  let end: Float
  /// The pixels that there are; none beside them has influence.
  let range: Range<Int>
  /// Which of the new pixels are made.
  let shown: Range<Int>
  /// Whether they come in reverse.
  let isMirrored: Bool

  /// A new length of `count` pixels, all of them made where nothing else is said.
  init(
    of count: Int, from start: Float, to end: Float, in range: Range<Int>,
    showing shown: Range<Int>? = nil, isMirrored: Bool = false
  ) {
    self.count = count
    self.start = start
    self.end = end
    self.range = range
    self.shown = shown ?? 0..<count
    self.isMirrored = isMirrored
  }

  /// Whether the pixels come out as they are, in order.
  var isUnchanged: Bool {
    count == range.count && start == 0 && end == Float(count) && !isMirrored
  }

  /// The old pixels that an unchanged side shows.
  var kept: Range<Int> {
    (range.lowerBound + shown.lowerBound)..<(range.lowerBound + shown.upperBound)
  }

  /// How many old pixels there are to a new one.
  var scale: Double { Double(end - start) / Double(count) }
}

import Networks

/// How many pixels of each class were told to be of which.
public struct PixelConfusion: Sendable, Hashable, Codable {
  /// How many classes there are.
  public let classes: Int
  /// `[classes, classes]`: pixels of the class of the row, told to be of the class of the column.
  public private(set) var counts: [Int]

  /// No pixels yet, of `classes` classes.
  public init(classes: Int) {
    self.classes = classes
    counts = Array(repeating: 0, count: classes * classes)
  }

  /// How many pixels of class `label` were told to be of class `choice`.
  public func count(of label: Int, as choice: Int) -> Int { counts[label * classes + choice] }

  /// How many pixels there are.
  public var total: Int { counts.reduce(0, +) }

  /// How many of them were told right.
  public var right: Int { (0..<classes).reduce(0) { $0 + count(of: $1, as: $1) } }

  /// How many pixels are of each class.
  public var present: [Int] {
    (0..<classes).map { row in counts[(row * classes)..<((row + 1) * classes)].reduce(0, +) }
  }

  /// How many pixels were told to be of each class.
  public var told: [Int] {
    (0..<classes).map { column in
      stride(from: column, to: counts.count, by: classes).reduce(0) { $0 + counts[$1] }
    }
  }

  /// Adds the pixels of a picture: their classes, and what they were told to be, in the same order.
  ///
  /// Pixels whose class is `Segmentation.ignored` do not count. Other classes, and all choices, are
  /// below `classes`.
  public mutating func add(
    _ labels: some Collection<UInt8>, choices: some Collection<UInt8>
  ) {
    precondition(
      labels.count == choices.count, "\(labels.count) classes, \(choices.count) choices of pixels")
    let ignored = UInt8(Segmentation.ignored)
    for (label, choice) in zip(labels, choices) where label != ignored {
      counts[Int(label) * classes + Int(choice)] += 1
    }
  }

  /// Adds what another table counts, of as many classes.
  public mutating func add(_ other: PixelConfusion) {
    precondition(classes == other.classes, "\(classes) classes do not add to \(other.classes)")
    for place in counts.indices { counts[place] += other.counts[place] }
  }

  /// Whether it is a table of counts, of classes that fit a byte; no sum of such counts overflows.
  var isWhole: Bool {
    (1...256).contains(classes) && counts.count == classes * classes
      && counts.allSatisfy { (0...(1 << 46)).contains($0) }
  }
}

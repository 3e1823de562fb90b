extension ConfusionSection {
  /// The things that were taken for something.
  enum Things: String {
    case pictures, pixels

    /// The most classes whose matrix is shown as a table: percents need less room than counts.
    var mostClasses: Int { self == .pictures ? 20 : 30 }
    /// A part of `total` of them in percent: of pixels, of which none is seen to matter, with one
    /// decimal.
    func part(_ part: Double, of total: Int) -> String {
      percent(part, of: self == .pixels ? 1 : total)
    }

    /// One of them.
    var one: String { String(rawValue.dropLast()) }
  }
}

extension Judged.Weights {
  /// What was taken for what, and which things were; `nil` where the task tells no classes.
  var counts: (confusion: Confusion, things: ConfusionSection.Things)? {
    if let confusion { return (confusion, .pictures) }
    return pixels.map { (Confusion($0.confusion), .pixels) }
  }
}

extension Confusion {
  /// The same counts of pixels, as far as there are any.
  fileprivate init(_ pixels: PixelConfusion) {
    rows = (0..<pixels.classes).map { label in
      (0..<pixels.classes).compactMap { choice in
        let count = pixels.count(of: label, as: choice)
        return count > 0 ? [choice, count] : nil
      }
    }
  }
}

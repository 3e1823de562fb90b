/// How the classes of pixels were told.
///
/// All of it is of one table of counts over all judged pixels, ignored ones aside, as VOC and
/// Cityscapes count (Everingham et al., 2015, 4.2; Long et al., 2015, 5).
public struct PixelScores: Sendable, Hashable, Codable {
  /// The mean of `classIoU` over the classes that have one, 0...1.
  public let meanIoU: Double
  /// The part of the pixels whose class was told, 0...1.
  public let accuracy: Double
  /// The mean over the classes that pixels are of, of the part of their pixels that was told,
  /// 0...1.
  public let meanAccuracy: Double
  /// For each class the pixels of it told right, over those that are of it or were told to be,
  /// 0...1; `nil` of a class that no pixel is of and none was told to be.
  public let classIoU: [Double?]
  /// How many pixels were judged.
  public let count: Int
  /// The numbers of the classes that no judged pixel is of.
  public let absent: [Int]

  /// The scores of `counts`; 0 where no pixel was judged.
  public init(_ counts: PixelConfusion) {
    let classes = 0..<counts.classes
    let (present, told) = (counts.present, counts.told)
    func right(_ label: Int) -> Int { counts.count(of: label, as: label) }
    classIoU = classes.map { label in
      let union = present[label] + told[label] - right(label)
      return union > 0 ? Double(right(label)) / Double(union) : nil
    }
    count = counts.total
    accuracy = count > 0 ? Double(counts.right) / Double(count) : 0
    meanAccuracy = Self.mean(
      classes.filter { present[$0] > 0 }.map { Double(right($0)) / Double(present[$0]) })
    meanIoU = Self.mean(classIoU.compactMap(\.self))
    absent = classes.filter { present[$0] == 0 }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}

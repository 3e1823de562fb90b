import Pictures

/// How a picture of any size becomes one that a network takes.
public struct Preprocessing: Codable, Hashable, Sendable {
  /// The length that the shorter side gets before the middle is cut out; `nil` resizes the whole
  /// picture to the network's input, whatever its proportions.
  public var shorterSide: Int?
  /// How new pixels are found.
  public var resampling: Resampling

  /// Resizes so; with nothing said, exactly and bilinearly.
  public init(shorterSide: Int? = nil, resampling: Resampling = .bilinear) {
    self.shorterSide = shorterSide
    self.resampling = resampling
  }

  /// What is done to a decoded picture for a network that takes `height` by `width` pixels.
  public func transforms(height: Int, width: Int) -> [any Transform] {
    guard let shorterSide else {
      return [Resize(.exactly(height: height, width: width), resampling: resampling)]
    }
    return [
      Resize(.shorterSide(shorterSide), resampling: resampling),
      CenterCrop(height: height, width: width),
    ]
  }

  /// What cannot be, each in words.
  var problems: [String] {
    guard let shorterSide, !(1...10_000).contains(shorterSide) else { return [] }
    return ["preprocessing.shorterSide is \(shorterSide), allowed is 1...10000"]
  }
}

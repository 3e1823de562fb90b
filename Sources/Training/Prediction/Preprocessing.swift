import Pictures

/// How a picture of any size becomes one that a network takes.
public struct Preprocessing: Codable, Hashable, Sendable {
  /// The length that the shorter side gets before the middle is cut out; `nil` resizes the whole
  /// picture to the network's input, whatever its proportions.
  public var shorterSide: Int?
  /// How new pixels are found.
  public var resampling: Resampling
  /// How many times what is asked for a JPEG that is made smaller while it is decoded keeps at
  /// least; `nil` decodes all pixels.
  public var reducingGap: Double?
  /// Whether a picture is turned as its EXIF orientation says.
  public var appliesOrientation: Bool

  /// Resizes so; with nothing said, exactly, bilinearly and upright.
  public init(
    shorterSide: Int? = nil, resampling: Resampling = .bilinear, reducingGap: Double? = nil,
    appliesOrientation: Bool = true
  ) {
    self.shorterSide = shorterSide
    self.resampling = resampling
    self.reducingGap = reducingGap
    self.appliesOrientation = appliesOrientation
  }

  /// What is done to the pictures that a recipe's network is judged on.
  init(of data: DataSettings) {
    self.init(
      shorterSide: data.shorterSide, resampling: data.interpolation ?? .bilinear,
      reducingGap: data.reducingGap, appliesOrientation: data.upright ?? true)
  }

  /// How a picture is read for a network that takes `height` by `width` pixels, where its middle is
  /// cut out.
  func reading(height: Int, width: Int) -> (any ImageReading)? {
    shorterSide.map {
      CenterCropReading(
        Resize(.shorterSide($0), resampling: resampling),
        crop: CenterCrop(height: height, width: width), reducingGap: reducingGap)
    }
  }

  /// What is done to a picture that was read whole.
  func transforms(height: Int, width: Int) -> [any Transform] {
    guard shorterSide == nil else { return [] }
    return [Resize(.exactly(height: height, width: width), resampling: resampling)]
  }

  /// What cannot be, each in words.
  var problems: [String] {
    var problems: [String] = []
    if let shorterSide, !(1...10_000).contains(shorterSide) {
      problems.append("preprocessing.shorterSide is \(shorterSide), allowed is 1...10000")
    }
    if let reducingGap, !(reducingGap >= 1) {
      problems.append("preprocessing.reducingGap is \(reducingGap), allowed is 1 or more")
    }
    return problems
  }
}

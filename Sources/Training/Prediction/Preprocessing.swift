import Pictures

/// How a picture of any size becomes one that a network takes.
public struct Preprocessing: Codable, Hashable, Sendable {
  /// The length that the shorter side gets before the middle is cut out; `nil` resizes the whole
  /// picture to the network's input, whatever its proportions.
  public var shorterSide: Int?
  /// How new pixels are found.
  public var resampling = Resampling.bilinear
  /// How many decoded pixels a new one is made of at least where a JPEG is decoded at a smaller
  /// scale; `nil` decodes every pixel.
  public var reducingGap: Double?
  /// Whether pictures are turned as their EXIF orientation says; `nil` for true.
  public var upright: Bool?

  /// The whole picture, resized exactly and bilinearly.
  public init() {}

  /// How the evaluation of a recipe with these settings sees its pictures; where it takes them as
  /// they are, all of one size, others are resized to that.
  public init(_ data: DataSettings) {
    shorterSide = data.shorterSide
    resampling = data.interpolation ?? .bilinear
    reducingGap = data.reducingGap
    upright = data.upright
  }

  /// How files are decoded for a network that takes `channels` channels.
  func decoding(channels: Int) -> ImageDecoding {
    ImageDecoding(channels: channels, appliesOrientation: upright ?? true)
  }

  /// What is shown of a picture to a network that takes `height` by `width` pixels, decoding no
  /// more than that; `nil` where all of it is.
  func reading(height: Int, width: Int) -> (any ImageReading)? {
    shorterSide.map {
      CenterCropReading(
        Resize(.shorterSide($0), resampling: resampling),
        crop: CenterCrop(height: height, width: width), reducingGap: reducingGap)
    }
  }

  /// What is done to a picture that was read.
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
      problems.append("preprocessing.reducingGap is \(reducingGap), it must be 1 or more")
    }
    return problems
  }
}

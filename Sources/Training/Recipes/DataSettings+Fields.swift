import Pictures
import Settings

// Every key of `data`, in the order in which it is written.

extension DataSettings: Configurable {
  /// The keys of `data`.
  public static var fields: [Field<Self>] { selection + reading + changing }

  private static var selection: [Field<Self>] {
    [
      Field("set", \.collection),
      Field("folder", \.folder),
      Field("classFile", \.classFile),
      Field("masks", \.masks),
      Field("validation", \.validation),
      Field("test", \.test),
      Field("holdout", \.holdout),
      Field("limit", \.limit, in: 1...100_000_000),
      Field("splitSeed", \.splitSeed),
    ]
  }

  private static var reading: [Field<Self>] {
    [
      Field("size", \.size, in: 1...2_048),
      Field("channels", \.channels, in: OneOf([1, 3])),
      Field("interpolation", \.interpolation),
      Field("cropFraction", \.cropFraction, in: 0.25...1),
      Field("reducingGap", \.reducingGap, in: 1...16),
      Field("upright", \.upright),
      Field("damaged", \.damaged),
      Field("limits", \.limits),
    ]
  }

  private static var changing: [Field<Self>] {
    [
      Field("randomResizedCrop", \.randomResizedCrop),
      Field("cropPadding", \.cropPadding, in: 0...64),
      Field("flip", \.flip, in: 0...1),
      Field("autoAugment", \.autoAugment),
      Field("randAugment", \.randAugment),
      Field("augMix", \.augMix),
      Field("rotation", \.rotation),
      Field("colorJitter", \.colorJitter),
      Field("grayscale", \.grayscale, in: 0...1),
      Field("erasing", \.erasing),
      Field("threads", \.threads, in: 1...256),
      Field("picturesPerFile", \.picturesPerFile, in: 1...1_000_000),
    ]
  }
}

extension ImageLimits: Configurable {
  /// The keys of `limits`.
  public static var fields: [Field<Self>] {
    [
      Field("pixels", \.pixels, in: 1...1_000_000_000),
      Field("bytes", \.bytes, in: 1...(1 << 32)),
    ]
  }

  /// 64 million pixels, 256 MiB.
  public init() { self = .standard }
}

extension RandomResizedCropSettings: Configurable {
  /// The keys of `randomResizedCrop`.
  public static var fields: [Field<Self>] {
    [
      Field("scale", \.scaleEnds, in: Ends(0...1)),
      Field("ratio", \.ratioEnds, in: Ends(0.01...100)),
    ]
  }

  private var scaleEnds: [Double] {
    get { scale.ends }
    set { scale.ends = newValue }
  }

  private var ratioEnds: [Double] {
    get { ratio.ends }
    set { ratio.ends = newValue }
  }
}

extension RotationSettings: Configurable {
  /// The keys of `rotation`.
  public static var fields: [Field<Self>] {
    [
      Field("degrees", \.degrees, in: .above(0, through: 180), required: true),
      Field("interpolation", \.interpolation),
      Field("fill", \.fill),
    ]
  }
}

extension ColorJitterSettings: Configurable {
  /// The keys of `colorJitter`.
  public static var fields: [Field<Self>] {
    [
      Field("brightness", \.brightness, in: 0...100),
      Field("contrast", \.contrast, in: 0...100),
      Field("saturation", \.saturation, in: 0...100),
      Field("hue", \.hue, in: 0...0.5),
    ]
  }
}

extension ErasingSettings: Configurable {
  /// The keys of `erasing`.
  public static var fields: [Field<Self>] {
    [
      Field("probability", \.probability, in: .above(0, through: 1)),
      Field("scale", \.scaleEnds, in: Ends(0...1)),
      Field("ratio", \.ratioEnds, in: Ends(0.01...100)),
      Field("fill", \.fill),
    ]
  }

  private var scaleEnds: [Double] {
    get { scale.ends }
    set { scale.ends = newValue }
  }

  private var ratioEnds: [Double] {
    get { ratio.ends }
    set { ratio.ends = newValue }
  }
}

extension ClosedRange<Double> {
  /// The range as recipes write it, `[lowest, highest]`; others than two in order are passed over.
  var ends: [Double] {
    get { [lowerBound, upperBound] }
    set { if newValue.count == 2, newValue[0] <= newValue[1] { self = newValue[0]...newValue[1] } }
  }
}

/// The two ends of a range that lies within another.
struct Ends: Limit {
  let whole: ClosedRange<Double>

  init(_ whole: ClosedRange<Double>) { self.whole = whole }

  var allowed: String { "[lowest, highest] within \(whole.allowed)" }

  func allows(_ ends: [Double]) -> Bool {
    ends.count == 2 && ends[0] <= ends[1] && ends.allSatisfy(whole.contains)
  }
}

/// Some numbers and no others.
struct OneOf: Limit {
  let numbers: [Int]

  init(_ numbers: [Int]) { self.numbers = numbers }

  var allowed: String { numbers.map(String.init).joined(separator: " or ") }

  func allows(_ number: Int) -> Bool { numbers.contains(number) }
}

extension DataSettings.Collection: SettingValue {}
extension DataSettings.Holdout: SettingValue {}
extension RotationSettings.Interpolation: SettingValue {}
extension RotationSettings.Fill: SettingValue {}
extension ErasingSettings.Fill: SettingValue {}
extension Resampling: SettingValue {}
extension DamagedPictures: SettingValue {}

import Networks
import Pictures

// How pictures become what a network is given.

extension DataSettings {
  /// How long the shorter side of a picture becomes before its middle is judged; `nil` where
  /// pictures are judged as they are.
  ///
  /// `size` divided by `cropFraction`, rounded down, as in timm; those of published sets are judged
  /// whole, and resized where `size` asks for it.
  public var shorterSide: Int? {
    guard collection.isPublished else {
      return Int(Double(pictureShape[1]) / (cropFraction ?? 0.875))
    }
    return collection == .shapes ? nil : size
  }

  /// How pictures are read to be judged: resized, and their middle cut out; nothing is random.
  ///
  /// `nil` where they are judged as they are.
  public var reading: (any ImageReading)? {
    shorterSide.map {
      CenterCropReading(
        Resize(.shorterSide($0), resampling: interpolation ?? .bilinear),
        crop: CenterCrop(size: pictureShape[1]), reducingGap: reducingGap)
    }
  }

  /// How training pictures are read: a random part of them, or what is judged of them.
  public var trainingReading: (any ImageReading)? {
    guard let crop = randomResizedCrop else { return reading }
    return RandomCropReading(
      RandomResizedCrop(
        size: pictureShape[1], scale: crop.scale, ratio: crop.ratio,
        resampling: interpolation ?? .bilinear),
      flip: flip > 0 ? RandomFlip(probability: flip) : nil, reducingGap: reducingGap)
  }

  /// What is done first to each training picture that was read: views of it have the same crop.
  public var cropping: [any Transform] {
    guard randomResizedCrop == nil else { return [] }
    var transforms: [any Transform] = []
    if cropPadding > 0 {
      transforms.append(PadAndCrop(padding: cropPadding, size: pictureShape[1]))
    }
    if flip > 0 { transforms.append(RandomFlip(probability: flip)) }
    return transforms
  }

  /// What is then done, with the policy or without it, as in torchvision's and timm's scripts;
  /// `normalization` tells the mean colour.
  ///
  /// - Throws: `SettingsError` where a policy's file is still to be read, and cannot be.
  func changes(_ normalization: Normalization, policy: Bool) throws -> [any Transform] {
    var transforms: [any Transform] = []
    if policy {
      if let autoAugment { transforms.append(try autoAugment.transform(normalization)) }
      if let randAugment { transforms.append(randAugment.transform(normalization)) }
      if let augMix { transforms.append(augMix.transform(normalization)) }
    }
    if let rotation { transforms.append(rotation.transform(normalization)) }
    if let colorJitter { transforms.append(colorJitter.transform) }
    if grayscale > 0 { transforms.append(RandomGrayscale(probability: grayscale)) }
    if let erasing { transforms.append(erasing.transform(normalization)) }
    return transforms
  }
}

extension RotationSettings {
  fileprivate func transform(_ normalization: Normalization) -> RandomRotation {
    RandomRotation(
      upTo: degrees, resampling: interpolation == .nearest ? .nearest : .bilinear,
      fill: fill == .mean ? normalization.meanColor : [0])
  }
}

extension ColorJitterSettings {
  fileprivate var transform: ColorJitter {
    ColorJitter(brightness: brightness, contrast: contrast, saturation: saturation, hue: hue)
  }
}

extension ErasingSettings {
  fileprivate func transform(_ normalization: Normalization) -> RandomErasing {
    let paint: RandomErasing.Fill =
      switch fill {
      case .mean: .color(normalization.meanColor)
      case .black: .color([0])
      case .noise:
        .noise(
          mean: normalization.mean.map { 255 * $0 },
          deviation: normalization.deviation.map { 255 * $0 })
      }
    return RandomErasing(probability: probability, scale: scale, ratio: ratio, fill: paint)
  }
}

extension Normalization {
  /// The mean of each channel as a byte.
  var meanColor: [UInt8] {
    mean.map { UInt8((255 * min(max($0, 0), 1)).rounded(.toNearestOrEven)) }
  }
}

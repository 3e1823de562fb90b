import Pictures

// How pictures with the classes of their pixels are found, and read.

extension DataSettings {
  /// How such pictures are read to be judged, their masks with them.
  ///
  /// `nil` where they are judged whole, and for other sets.
  var maskedReading: (any MaskedReading)? {
    guard collection.hasMasks, masks?.judged == .crop else { return nil }
    return MaskedCenterReading(size: pictureShape[1])
  }

  /// How such pictures are read to be trained on; `nil` for other sets.
  var trainingMaskedReading: (any MaskedReading)? {
    guard collection.hasMasks else { return nil }
    return MaskedCropReading(
      size: pictureShape[1], scale: (masks ?? MaskSettings()).scale,
      flip: flip > 0 ? RandomFlip(probability: flip) : nil)
  }

  /// The parts of such a set.
  ///
  /// - Throws: `MaskError`, `ImageSetError`, `PicturesError`; `TrainingError.badData` where there is no
  ///   part at all.
  func maskedParts() throws -> PictureParts {
    let settings = masks ?? MaskSettings()
    let known = try knownSplits()
    func part(_ given: String?, _ usual: [String]) throws -> (any MaskedPictureSet)? {
      guard let name = given ?? usual.first(where: known.contains) else { return nil }
      return try maskedSet(name, settings)
    }
    if collection == .masks, known.isEmpty {
      return try PictureParts(
        training: maskedSet(nil, settings), validation: nil, test: nil, in: place)
    }
    let parts = try PictureParts(
      training: part(settings.training, ["train"]),
      validation: part(settings.validation, ["val", "valid", "validation"]),
      test: test(settings, known), in: place)
    guard parts.training != nil || parts.validation != nil || parts.test != nil else {
      throw TrainingError.badData(
        place,
        problem: "of its splits (\(known.joined(separator: ", "))) none is called train, val or "
          + "test; give data.masks.training and data.masks.validation")
    }
    return parts
  }

  /// The part to judge by: the one that is named, or `test` where its masks are there.
  ///
  /// Those of Cityscapes' `test` are not public, and empty.
  private func test(
    _ settings: MaskSettings, _ known: [String]
  ) throws -> (any MaskedPictureSet)? {
    if let name = settings.test { return try maskedSet(name, settings) }
    guard collection != .cityscapes, known.contains("test") else { return nil }
    do {
      return try maskedSet("test", settings)
    } catch MaskError.notFound(let what, _, _, _) where what == "mask" {
      return nil
    }
  }

  private func knownSplits() throws -> [String] {
    switch collection {
    case .cityscapes: try CityscapesSegmentation.splits(in: place)
    case .masks: try MaskFolders.parts(in: place)
    default: try VOCSegmentation.splits(in: place)
    }
  }

  private func maskedSet(_ name: String?, _ settings: MaskSettings) throws -> any MaskedPictureSet {
    let decoding = ImageDecoding(channels: 3, appliesOrientation: false)
    let limits = limits ?? .standard
    switch collection {
    case .cityscapes:
      return try CityscapesSegmentation(
        place, split: name ?? "train", decoding: decoding, limits: limits)
    case .masks:
      return try MaskFolders(place, part: name, decoding: decoding, limits: limits)
    default:
      return try VOCSegmentation(
        place, split: name ?? "train", masks: settings.folder, sbd: settings.sbd,
        decoding: decoding, limits: limits)
    }
  }

  /// The colours of `classes` classes of pixels: red, green and blue.
  func palette(classes: Int) -> [[UInt8]] {
    Palette.filled(collection == .cityscapes ? Palette.cityscapes : []).prefix(classes)
      .map(\.parts)
  }
}

/// What can be wrong with masks, or with sets of pictures that have them.
public enum MaskError: Error, Equatable, Sendable {
  /// The file is no PNG; `found` says what it is.
  case notPNG(file: String, found: String)
  /// The mask has colours rather than one number for each pixel; `found` says which channels.
  case hasColours(file: String, found: String)
  /// The mask has 16 bits a pixel.
  case hasSixteenBits(file: String)
  /// The rows of the mask come interlaced.
  case isInterlaced(file: String)
  /// The file is no mask as SBD publishes them; the offset is in the file, or in what its data
  /// inflate to.
  case notSBD(file: String, offset: Int, cause: String)
  /// A picture, as it is seen, and its mask, each `[height, width]`, differ in size.
  case sizesDiffer(image: String, imageSize: [Int], mask: String, maskSize: [Int])
  /// A pixel of the mask, at a row and column from 0, has a label that names none of the classes.
  case unknownLabel(file: String, found: UInt8, row: Int, column: Int, classes: Int)
  /// A picture or mask, `what` of the two, is not there; `tried` are the places it may lie.
  case notFound(what: String, name: String, source: String, tried: [String])
  /// A picture or mask was there when the set was made, and is not any more.
  case vanished(file: String, set: String)
  /// Two pictures have the same name but for their endings.
  case doubled(folder: String, first: String, second: String)
  /// A set has no such split or part; `known` are those that it has.
  case noSplit(root: String, name: String, known: [String])
  /// A folder does not have what a set of this kind has.
  case notSuchSet(root: String, expected: String)
  /// The file that names the classes is not there.
  case noClasses(file: String)
  /// There are more classes than a mask can tell apart.
  case tooManyClasses(source: String, found: Int)
  /// A loader was asked for masks of a set that has none.
  case noMasks(set: String)
  /// The picture has another size, `[height, width]`, than its mask, after the transforms.
  case transformed(picture: [Int], mask: [Int])

  /// The most classes: numbers up to 254, for 255 is that of pixels to be ignored.
  public static let mostClasses = 255

  /// Refuses a mask whose header tells of anything but one number of up to 8 bits a pixel.
  static func check(_ header: ImageHeader, isInterlaced: Bool, of file: String) throws {
    guard header.format == .png else {
      throw MaskError.notPNG(file: file, found: "a \(header.format.rawValue)")
    }
    let colours = [2: "grey and opacity", 3: "red, green and blue", 4: "colours and opacity"]
    if let found = colours[header.channels] {
      throw MaskError.hasColours(file: file, found: found)
    }
    if header.bits > 8 { throw MaskError.hasSixteenBits(file: file) }
    if isInterlaced { throw MaskError.isInterlaced(file: file) }
  }
}

extension MaskError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do.
  public var description: String {
    switch self {
    case .notPNG(let file, let found):
      "\(file): is \(found), expected a mask as PNG, which keeps numbers as they are. Save the "
        + "mask as a PNG with a palette, from its source."
    case .hasColours(let file, let found):
      "\(file): the mask has colours (\(found)), expected one number for each pixel: a PNG with a "
        + "palette, or grey of up to 8 bits. Look each colour up in the set's list of them and "
        + "save the numbers."
    case .hasSixteenBits(let file):
      "\(file): the mask has 16 bits, expected grey or a palette of up to 8. Save the numbers of "
        + "the classes as a PNG of 8 bits."
    case .isInterlaced(let file):
      "\(file): the mask is interlaced, expected plain rows. Save it as a PNG without interlacing."
    case .notSBD(let file, let offset, let cause):
      "\(file): is no mask as SBD has them (cls/<name>.mat): at offset \(offset) \(cause). Restore "
        + "it from SBD's archive."
    case .sizesDiffer(let image, let imageSize, let mask, let maskSize):
      "\(image) has \(text(of: imageSize)) pixels, but its mask \(mask) has \(text(of: maskSize)). "
        + "Give the mask of this picture, in its size."
    case .unknownLabel(let file, let found, let row, let column, let classes):
      "\(file): the label at row \(row), column \(column) is \(found), expected 0...\(classes - 1) "
        + "(\(classes) classes), or \(Mask.ignored) for pixels to be ignored. Name all classes, or "
        + "mend the mask."
    default: filesText ?? setText
    }
  }

  private var filesText: String? {
    switch self {
    case .notFound(let what, let name, let source, let tried):
      "\(name): its \(what) is not there, but \(source). Expected \(listed(tried)). Add it, or "
        + "take the name out."
    case .vanished(let file, let set):
      "\(file): is not there any more, but was when \(set) was opened. Restore it, or begin anew "
        + "without it."
    case .doubled(let folder, let first, let second):
      "\(folder): has \(first) and \(second), which would have one mask. Rename one, or remove it."
    default: nil
    }
  }

  private var setText: String {
    switch self {
    case .noSplit(let root, let name, let known):
      "\(root): has no split \"\(name)\", but "
        + (known.isEmpty ? "none at all" : listed(known)) + ". Give one that is there."
    case .notSuchSet(let root, let expected):
      "\(root): does not have \(expected). Give the folder that does."
    case .noClasses(let file):
      "\(file): there is no such file, expected the names of the classes, one a line, in the order "
        + "of their numbers. Write it, or give the names."
    case .tooManyClasses(let source, let found):
      "\(source): names \(found) classes, expected at most \(Self.mostClasses). Put some together."
    case .noMasks(let set):
      "\(set): has no masks, expected a set with the classes of pixels. Give one, or read it "
        + "without."
    case .transformed(let picture, let mask):
      "a transform made a picture of \(text(of: picture)), but its mask has \(text(of: mask)). "
        + "Behind a reading of masks, use transforms of colours only."
    default: ""
    }
  }
}

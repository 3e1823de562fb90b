/// Pictures in one folder, and their masks, PNGs of the same names, in another.
///
/// The folders are `<root>/images/<part>` and `<root>/masks/<part>`, or `<root>/<part>/images` and
/// `<root>/<part>/masks`, or, without a part, `<root>/images` and `<root>/masks`. Pictures come in
/// the order of their names' bytes. Masks without a picture, hidden files and folders are left out.
public struct MaskFolders: MaskedFileSet {
  /// The folder that was given.
  public let root: String
  /// The part, such as `train`; `nil` where there are none.
  public let part: String?
  let files: MaskedFiles

  /// Finds the pictures of `part` below `root`; none is opened.
  ///
  /// Classes are `classes`, else those of `classes.txt` in `root`, one a line.
  ///
  /// - Throws: `MaskError.notSuchSet`, `.noSplit`, `.notFound`, `.doubled`, `.noClasses`,
  ///   `.tooManyClasses`; `ImageSetError.doubledPart` where both ways of parts are used for this
  ///   one, `.noPictures`, `.badLine`; `PicturesError`.
  public init(
    _ root: String, part: String? = nil, classes: [String]? = nil,
    decoding: ImageDecoding = ImageDecoding(), limits: ImageLimits = .standard
  ) throws {
    let root = withoutEndSlash(root)
    self.root = root
    self.part = part
    guard let names = try namesOfClasses(classes, in: root) else {
      throw MaskError.noClasses(file: "\(root)/classes.txt")
    }
    let (images, masks) = try Self.folders(of: part, in: root)
    files = try MaskedFiles(
      source: images, entries: Self.entries(images, masks), classes: names, decoding: decoding,
      limits: limits)
  }

  /// VOC's colours.
  public var palette: [Color] { Palette.voc }

  /// The names of the parts below `root`, sorted; none where pictures lie in `root/images` itself.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`.
  public static func parts(in root: String) throws -> [String] {
    let holding = try FolderEntries(of: root).folders.filter {
      !["images", "masks"].contains($0) && isFolder("\(root)/\($0)/images")
    }
    let within = isFolder("\(root)/images") ? try FolderEntries(of: "\(root)/images").folders : []
    return sortedByBytes(Array(Set(holding + within)))
  }

  /// The folders of the pictures and the masks of a part.
  private static func folders(
    of part: String?, in root: String
  ) throws -> (images: String, masks: String) {
    guard let part else {
      let folders = (images: "\(root)/images", masks: "\(root)/masks")
      guard isFolder(folders.images), isFolder(folders.masks) else {
        throw MaskError.notSuchSet(root: root, expected: "the folders images and masks")
      }
      return folders
    }
    let ways = [
      ("\(root)/images/\(part)", "\(root)/masks/\(part)"),
      ("\(root)/\(part)/images", "\(root)/\(part)/masks"),
    ].filter { isFolder($0.0) }
    guard let way = ways.first, try parts(in: root).contains(part) else {
      throw MaskError.noSplit(root: root, name: part, known: try parts(in: root))
    }
    guard ways.count < 2 else {
      throw ImageSetError.doubledPart(
        place: root, first: "images/\(part)", second: "\(part)/images")
    }
    return way
  }

  private static func entries(_ images: String, _ masks: String) throws -> [MaskedFiles.Entry] {
    let pictures = try sortedByBytes(FolderEntries(of: images).files.filter(isPictureName))
    guard !pictures.isEmpty else { throw ImageSetError.noPictures(file: images) }
    var files: [[UInt8]: String] = [:]
    return try pictures.map { file in
      let name = stem(of: file)
      if let other = files.updateValue(file, forKey: Array(name.utf8)) {
        throw MaskError.doubled(folder: images, first: other, second: file)
      }
      let mask = try existing(
        ["\(masks)/\(name).png"], what: "mask", of: name, source: "\(images)/\(file) is")
      return MaskedFiles.Entry(name: name, image: "\(images)/\(file)", mask: mask)
    }
  }
}

/// The name of a file without its ending.
private func stem(of file: String) -> String {
  file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
}

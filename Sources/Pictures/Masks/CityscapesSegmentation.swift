/// Cityscapes' pictures with their fine masks (Cordts et al., 2016), in 19 classes.
///
/// Pictures are `leftImg8bit/<split>/<city>/<name>_leftImg8bit.png`, masks
/// `gtFine/<split>/<city>/<name>_gtFine_labelIds.png`, whose label ids become train ids.
/// They come city by city, sorted.
public struct CityscapesSegmentation: MaskedFileSet {
  /// The names of the 19 classes, by train id.
  public static let classNames = CityscapesLabel.trained.map(\.name)

  /// The folder of `leftImg8bit` and `gtFine`.
  public let root: String
  /// The split.
  public let split: String
  let files: MaskedFiles

  /// Finds the pictures of `split`, such as `train`, below `root`; none is opened.
  ///
  /// - Throws: `MaskError.notSuchSet`, `.noSplit`, `.notFound`; `ImageSetError.noPictures`;
  ///   `PicturesError.unreadable`.
  public init(
    _ root: String, split: String, decoding: ImageDecoding = ImageDecoding(),
    limits: ImageLimits = .standard
  ) throws {
    let root = withoutEndSlash(root)
    let known = try Self.splits(in: root)
    guard known.contains(split) else {
      throw MaskError.noSplit(root: root, name: split, known: known)
    }
    self.root = root
    self.split = split
    files = try MaskedFiles(
      source: "\(root) \(split)", entries: Self.entries(of: split, in: root),
      classes: Self.classNames, decoding: decoding, limits: limits,
      table: (CityscapesLabel.all.count - 1, CityscapesLabel.trainIDs))
  }

  /// The colours of the 19 classes.
  public var palette: [Color] { Palette.cityscapes }

  /// The names of the splits below `root`, sorted.
  ///
  /// - Throws: `MaskError.notSuchSet`, `PicturesError.unreadable`.
  public static func splits(in root: String) throws -> [String] {
    guard isFolder("\(root)/leftImg8bit") else {
      throw MaskError.notSuchSet(root: root, expected: "leftImg8bit with a folder for each split")
    }
    return sortedByBytes(try FolderEntries(of: "\(root)/leftImg8bit").folders)
  }

  private static func entries(of split: String, in root: String) throws -> [MaskedFiles.Entry] {
    let folder = "\(root)/leftImg8bit/\(split)"
    let ending = "_leftImg8bit.png"
    let entries = try sortedByBytes(FolderEntries(of: folder).folders).flatMap { city in
      let files = try FolderEntries(of: "\(folder)/\(city)").files.filter { $0.hasSuffix(ending) }
      return try sortedByBytes(files).map { file in
        let name = String(file.dropLast(ending.count))
        let image = "\(folder)/\(city)/\(file)"
        let mask = "\(root)/gtFine/\(split)/\(city)/\(name)_gtFine_labelIds.png"
        return MaskedFiles.Entry(
          name: name, image: image,
          mask: try existing([mask], what: "mask", of: name, source: "\(image) is"))
      }
    }
    guard !entries.isEmpty else { throw ImageSetError.noPictures(file: folder) }
    return entries
  }
}

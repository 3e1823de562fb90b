import Foundation

/// Pictures and their masks, each in a file of its own.
struct MaskedFiles: Sendable {
  /// Where a picture and its mask lie, and what the picture is called in the set.
  struct Entry: Sendable, Hashable {
    let name: String
    let image: String
    let mask: String
  }

  /// What the set is called in messages.
  let source: String
  let entries: [Entry]
  let classes: [String]
  let decoding: ImageDecoding
  let limits: ImageLimits
  /// What the numbers in files stand for, and how many there are; `nil` where they are classes.
  let table: (numbers: Int, classes: [UInt8])?

  /// The set of `entries`.
  ///
  /// - Throws: `MaskError.tooManyClasses`.
  init(
    source: String, entries: [Entry], classes: [String], decoding: ImageDecoding,
    limits: ImageLimits, table: (numbers: Int, classes: [UInt8])? = nil
  ) throws {
    precondition(
      decoding.scale == .full && decoding.region == nil, "a mask belongs to the whole picture")
    precondition(!classes.isEmpty, "pixels have one class or more")
    guard classes.count <= MaskError.mostClasses else {
      throw MaskError.tooManyClasses(source: source, found: classes.count)
    }
    self.source = source
    self.entries = entries
    self.classes = classes
    self.decoding = decoding
    self.limits = limits
    self.table = table
  }

  /// Reads picture `index`.
  func image(at index: Int) throws -> ImageFile {
    try found { try ImageFile(entries[index].image, limits: limits) }
  }

  /// Reads mask `index`, and checks that its numbers stand for something.
  func mask(at index: Int) throws -> Mask {
    let path = entries[index].mask
    let mask = try found {
      path.hasSuffix(".mat") ? try Mask(sbd: path, limits: limits) : try Mask(path, limits: limits)
    }
    let count = table?.numbers ?? classes.count
    if let (row, column) = mask.place(beyond: count) {
      throw MaskError.unknownLabel(
        file: path, found: mask[row, column], row: row, column: column, classes: count)
    }
    return table.map { mask.translated(by: $0.classes) } ?? mask
  }

  /// What `read` reads, of a file that was there when the set was made.
  private func found<Value>(_ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch PicturesError.missing(let file, _) {
      throw MaskError.vanished(file: file, set: source)
    }
  }
}

/// A set whose pictures and masks lie in files.
protocol MaskedFileSet: MaskedPictureSet {
  var files: MaskedFiles { get }
}

extension MaskedFileSet {
  /// How many pictures there are.
  public var count: Int { files.entries.count }

  /// The names of the classes.
  public var classes: [String] { files.classes }

  /// How `sample(at:)` decodes the pictures.
  public var decoding: ImageDecoding { files.decoding }

  /// Where the set lies, and the numbers of pictures and classes.
  public var description: String {
    "\(files.source) (\(count) pictures with masks, \(classes.count) classes)"
  }

  /// The path of picture `index`.
  public func path(at index: Int) -> String { files.entries[index].image }

  /// The path of mask `index`.
  public func maskPath(at index: Int) -> String { files.entries[index].mask }

  /// What picture `index` is called, without folder and ending.
  public func name(at index: Int) -> String { files.entries[index].name }

  /// Picture `index` as it is stored.
  ///
  /// - Throws: `MaskError.vanished`, `PicturesError.unreadable`, `ImageError`.
  public func image(at index: Int) throws -> ImageFile { try files.image(at: index) }

  /// Mask `index`: numbers of `classes`, and `Mask.ignored`.
  ///
  /// - Throws: `MaskError.vanished`, `.unknownLabel`, and as `Mask.init(_:limits:)`.
  public func mask(at index: Int) throws -> Mask { try files.mask(at: index) }
}

/// The first of `paths` where a file is.
///
/// - Throws: `MaskError.notFound` where there is none; `what` is a picture or a mask.
func existing(
  _ paths: [String], what: String, of name: String, source: String
) throws -> String {
  guard let path = paths.first(where: { access($0, F_OK) == 0 }) else {
    throw MaskError.notFound(what: what, name: name, source: source, tried: paths)
  }
  return path
}

/// `path` without slashes at its end.
func withoutEndSlash(_ path: String) -> String {
  path.count > 1 && path.hasSuffix("/") ? withoutEndSlash(String(path.dropLast())) : path
}

/// `names` as they are given, else those of `root/classes.txt`, one a line; `nil` without such.
func namesOfClasses(_ names: [String]?, in root: String) throws -> [String]? {
  try names ?? classNames(besideLists: root)
}

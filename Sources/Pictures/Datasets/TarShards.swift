/// Pictures in tar archives, read in place: nothing is unpacked.
///
/// An entry's class is the folder it lies in, such as `cats` for `train/cats/1.jpg`; classes are
/// sorted over all archives. Pictures come archive by archive, in the order of each. Entries that
/// are hidden or have no picture's ending are left out.
public struct TarShards: EncodedPictureSet {
  /// The archives.
  public let archives: [String]
  /// The names of the classes, sorted.
  public let classes: [String]
  /// How `sample(at:)` decodes the pictures.
  public let decoding: ImageDecoding
  /// How large a picture may be.
  public let limits: ImageLimits
  private let names: NameList
  private let places: [Place]
  private let sizes: [Int]

  /// Where a picture lies.
  private struct Place {
    let archive: Int32
    var label: Int32
    let offset: Int
    let size: Int
  }

  /// Walks the headers of `archives`, which are not compressed; no picture is opened.
  ///
  /// `progress` is called after each archive with how many of them have been walked, and how many
  /// pictures were found.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`; `ImageSetError.badHeader`,
  ///   `.archiveTruncated`, `.refusedEntry` (a link, a device, a name that leads outside, a picture
  ///   in no folder), `.noPictures`, `.classesDifferInCase`.
  public init(
    _ archives: [String], decoding: ImageDecoding = ImageDecoding(),
    limits: ImageLimits = .standard,
    progress: (_ archives: Int, _ pictures: Int) -> Void = { _, _ in }
  ) throws {
    var index = TarIndex()
    for (number, archive) in archives.enumerated() {
      try index.add(archive)
      progress(number + 1, index.names.count)
    }
    let sorted = sortedByBytes(index.classes)
    try checkCase(of: sorted, in: archives.first ?? "")
    let ranks = Dictionary(uniqueKeysWithValues: zip(sorted, Int32(0)...))
    let labels = index.classes.map { ranks[$0, default: 0] }
    self.archives = archives
    self.decoding = decoding
    self.limits = limits
    classes = sorted
    names = index.names
    sizes = index.sizes
    places = index.places.map {
      Place(archive: $0.archive, label: labels[$0.label], offset: $0.offset, size: $0.size)
    }
  }

  /// How many pictures there are.
  public var count: Int { places.count }

  /// The first archive and the numbers of archives, pictures and classes.
  public var description: String {
    let others = archives.count > 1 ? " and \(archives.count - 1) more" : ""
    return
      "\(archives.first ?? "no archive")\(others) (\(count) pictures, \(classes.count) classes)"
  }

  /// The archive of picture `index` and its path within, with a colon between.
  public func path(at index: Int) -> String {
    "\(archives[Int(places[index].archive)]):\(names[index])"
  }

  /// The class of picture `index`.
  public func label(at index: Int) -> Int { Int(places[index].label) }

  /// Picture `index` as it is stored.
  ///
  /// - Throws: `ImageSetError.vanished` and `.archiveChanged` for its archive;
  ///   `PicturesError.unreadable`, `ImageError`.
  public func image(at index: Int) throws -> ImageFile {
    let place = places[index]
    let archive = archives[Int(place.archive)]
    let expected = sizes[Int(place.archive)]
    let name = path(at: index)
    try limits.check(bytes: place.size, of: name)
    do {
      let file = try ArchiveFile(archive)
      guard file.size == expected else {
        throw ImageSetError.archiveChanged(archive: archive, found: file.size, expected: expected)
      }
      let bytes = try file.bytes(place.size, at: place.offset)
      return try ImageFile(bytes: bytes, name: name, limits: limits)
    } catch PicturesError.missing {
      throw ImageSetError.vanished(file: archive, since: "when it was indexed")
    }
  }
}

/// The pictures found so far; classes are numbered as they come.
private struct TarIndex {
  private(set) var names = NameList()
  private(set) var places: [(archive: Int32, label: Int, offset: Int, size: Int)] = []
  private(set) var classes: [String] = []
  /// The size of each archive.
  private(set) var sizes: [Int] = []
  /// By the bytes of their names.
  private var numbers: [[UInt8]: Int] = [:]

  mutating func add(_ archive: String) throws {
    let file = try ArchiveFile(archive)
    let before = places.count
    var reader = TarReader(file)
    while let entry = try reader.next() {
      let parts = entry.name.split(separator: "/")
      guard let last = parts.last, isPictureName(String(last)) else { continue }
      guard parts.count >= 2 else {
        throw ImageSetError.refusedEntry(
          archive: archive, entry: entry.name, reason: "it lies in no folder to be its class")
      }
      names.append(entry.name)
      places.append(
        (Int32(sizes.count), number(of: String(parts[parts.count - 2])), entry.offset, entry.size))
    }
    guard places.count > before else { throw ImageSetError.noPictures(file: archive) }
    sizes.append(file.size)
  }

  private mutating func number(of name: String) -> Int {
    let bytes = Array(name.utf8)
    if let number = numbers[bytes] { return number }
    numbers[bytes] = classes.count
    classes.append(name)
    return classes.count - 1
  }
}

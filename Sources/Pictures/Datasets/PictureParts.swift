/// Pictures of a person's own, in the parts in which they are given.
///
/// Every part has the same classes.
public struct PictureParts: Sendable {
  /// The ones to train on; `nil` where only others are there.
  public private(set) var training: (any EncodedPictureSet)?
  /// The ones to choose on; `nil` where there are none.
  public private(set) var validation: (any EncodedPictureSet)?
  /// The ones to judge by; `nil` where there are none.
  public private(set) var test: (any EncodedPictureSet)?

  /// The names of the classes.
  public var classes: [String] { (training ?? validation ?? test)?.classes ?? [] }

  /// The given parts, whose classes are the same.
  ///
  /// - Throws: `ImageSetError.classesDiffer`.
  public init(
    training: (any EncodedPictureSet)?, validation: (any EncodedPictureSet)?,
    test: (any EncodedPictureSet)?, in place: String
  ) throws {
    self.training = training
    self.validation = validation
    self.test = test
    let sets = [training, validation, test].compactMap(\.self)
    for set in sets.dropFirst() { try checkClasses(of: set, against: sets[0], in: place) }
  }

  /// The same parts, their classes named and numbered by `table`.
  ///
  /// - Throws: as `ClassTable.named`.
  public func named(by table: ClassTable) throws -> PictureParts {
    var parts = self
    parts.training = try training.map(table.named)
    parts.validation = try validation.map(table.named)
    parts.test = try test.map(table.named)
    return parts
  }

  /// Opens the part at each of `places`; the first one, which tells the classes, is passed on to
  /// the others.
  ///
  /// - Throws: what `open` throws, and `ImageSetError.classesDiffer`.
  private init(
    _ places: PartPlaces,
    open: ([String], (any EncodedPictureSet)?) throws -> any EncodedPictureSet
  ) throws {
    var first: (any EncodedPictureSet)?
    var sets: [PicturePart: any EncodedPictureSet] = [:]
    for part in PicturePart.allCases {
      guard let place = places[part] else { continue }
      let set = try open(place, first)
      if let first { try checkClasses(of: set, against: first, in: places.given) }
      first = first ?? set
      sets[part] = set
    }
    training = sets[.training]
    validation = sets[.validation]
    test = sets[.test]
  }
}

extension PictureParts {
  /// The class folders in `folder/train`, `folder/val` (or `valid`, `validation`) and
  /// `folder/test`, as far as they are there; or those in `folder` itself, all to train on.
  ///
  /// Other folders beside `train` are left out. Scans are kept in `memory`; `progress` is called
  /// with the folder that is scanned and how far that has come.
  ///
  /// - Throws: as `ImageFolder`; `ImageSetError.doubledPart`, `.misnamedPart`, `.classesDiffer`.
  public init(
    folder: String, decoding: ImageDecoding = ImageDecoding(), limits: ImageLimits = .standard,
    memory: ScanMemory? = nil, progress: (String, ScanProgress) -> Void = { _, _ in }
  ) throws {
    try self.init(PartPlaces(ofFolder: folder)) { places, _ in
      try ImageFolder(
        places[0], decoding: decoding, limits: limits, memory: memory?.file(for: places[0])
      ) { progress(places[0], $0) }
    }
  }

  /// The lists `train.txt`, `val.txt` (or `valid.txt`, `validation.txt`) and `test.txt` in the
  /// folder `place`, as far as they are there; or the list `place`, all to train on.
  ///
  /// `classes.txt` beside them, where it is there, has the names of the classes, one a line;
  /// otherwise the list to train on tells them.
  ///
  /// - Throws: as `ListedFiles`; `ImageSetError.noPart`, `.doubledPart`, `.badLine`.
  public init(
    lists place: String, decoding: ImageDecoding = ImageDecoding(),
    limits: ImageLimits = .standard
  ) throws {
    let places = try PartPlaces(ofLists: place)
    let names = try classNames(besideLists: place)
    try self.init(places) { lists, first in
      try ListedFiles(
        lists[0], classes: names ?? first?.classes, decoding: decoding, limits: limits)
    }
  }

  /// The archives `train*.tar`, `val*.tar` (or `valid*.tar`, `validation*.tar`) and `test*.tar` in
  /// the folder `place`, as far as they are there; or, where none is called so, all its archives,
  /// or the archive `place`, to train on.
  ///
  /// - Throws: as `TarShards`; `ImageSetError.noPart`, `.mixedParts`, `.doubledPart`,
  ///   `.classesDiffer`.
  public init(
    archives place: String, decoding: ImageDecoding = ImageDecoding(),
    limits: ImageLimits = .standard, progress: (String, ScanProgress) -> Void = { _, _ in }
  ) throws {
    try self.init(PartPlaces(ofArchives: place)) { archives, _ in
      try TarShards(archives, decoding: decoding, limits: limits) { done, pictures in
        progress(
          archives[done - 1],
          ScanProgress(done: done, count: archives.count, pictures: pictures))
      }
    }
  }
}

/// Refuses a part whose classes are others than the first part's.
private func checkClasses(
  of set: any EncodedPictureSet, against first: any EncodedPictureSet, in place: String
) throws {
  guard set.classes != first.classes else { return }
  let (here, there) = (Set(set.classes), Set(first.classes))
  throw ImageSetError.classesDiffer(
    set: set.description, first: first.description,
    missing: first.classes.filter { !here.contains($0) },
    unknown: set.classes.filter { !there.contains($0) })
}

import Foundation

/// Brings a published data set to a folder: fetches, checks, unpacks, puts in place.
///
/// What is there already and right is left as it is; what an earlier attempt left is taken up.
public struct Fetch {
  /// Choices other than what to fetch.
  public struct Options: Sendable, Equatable {
    /// The parts to fetch; none for all.
    public var parts: [String] = []
    /// What stands before the files' names at a mirror; `nil` for the makers' own addresses.
    public var mirror: String?
    /// Whether archives stay in the destination once they are unpacked.
    public var keepsArchives = false
    /// Whether files with other bytes than the published ones are replaced.
    public var overwrites = false
    /// How long to try.
    var persistence = Transfer.Persistence()

    /// All parts from their makers; archives go, what is in the way stays.
    public init() {}
  }

  private let files: [FetchableFile]
  let options: Options
  let work: WorkFolder
  let goesOn: () -> Bool
  let report: (FetchEvent) -> Void

  /// Prepares to bring `set` to the folder `destination`, which is made where it is not there.
  ///
  /// `goesOn` is asked now and then whether to go on, `report` is told what happens.
  ///
  /// - Throws: `FetchError.unknownPart`, `.restricted`, `.cannotWrite`, `.inUse`.
  public init(
    _ set: FetchableSet, to destination: String, _ options: Options = Options(),
    goesOn: @escaping () -> Bool = { true }, report: @escaping (FetchEvent) -> Void = { _ in }
  ) throws {
    guard !set.files.isEmpty else {
      throw FetchError.restricted(set: set.name, licence: set.licence)
    }
    files = try set.files(ofParts: options.parts)
    self.options = options
    (self.goesOn, self.report) = (goesOn, report)
    work = try WorkFolder(in: destination)
  }

  /// Does it.
  ///
  /// - Throws: `FetchError`; what had come is kept, and the same again goes on from there.
  public func run() throws {
    var missing: [FetchableFile] = []
    for file in files where try !isPresent(file) { missing.append(file) }
    try requireRoom(for: missing)
    for file in missing {
      let whole = try whole(file)
      try put(file, whole.path)
      if whole.isOurs { try letGo(of: file) }
    }
  }

  /// Whether a file, or all that it holds, is in its place.
  private func isPresent(_ file: FetchableFile) throws -> Bool {
    if file.form == .plain {
      let place = place(of: file)
      guard fileSize(place) != nil else { return false }
      guard try isRight(place, file) else {
        if options.overwrites { return false }
        throw FetchError.inTheWay(file: place)
      }
    } else {
      guard let record = Record(work.record(file)), record.sha256 == file.sha256,
        record.missing(in: work.destination) == nil
      else { return false }
    }
    report(.present(file: file.name))
    return true
  }

  /// Refuses to begin what the disk has no room for.
  private func requireRoom(for files: [FetchableFile]) throws {
    let archives = files.filter { $0.form != .plain && fileSize(work.brought($0)) != $0.size }
      .map(\.size)
    let besides = options.keepsArchives ? archives.reduce(0, +) : archives.max() ?? 0
    let here = files.reduce(0) { sum, file in
      sum + (fileSize(work.part(file)) ?? fileSize(work.whole(file)) ?? 0)
    }
    let needed = files.reduce(besides) { $0 + $1.sizeInPlace } - here
    guard let free = work.free, free < needed else { return }
    throw FetchError.noSpace(folder: work.destination, free: free, needed: needed)
  }
}

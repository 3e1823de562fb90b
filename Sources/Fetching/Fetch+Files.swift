import Foundation

// What is done with one file, from its address to its place.
extension Fetch {
  /// The file with the right bytes, and whether it is ours to remove.
  func whole(_ file: FetchableFile) throws -> (path: String, isOurs: Bool) {
    let brought = work.brought(file)
    if file.form != .plain, try isRight(brought, file) {
      report(.found(file: file.name))
      return (brought, false)
    }
    if file.form != .plain, options.keepsArchives, !options.overwrites, isThere(brought) {
      throw FetchError.inTheWay(file: brought)
    }
    let path = work.whole(file)
    if try !isRight(path, file) { try load(file, to: path) }
    return (path, true)
  }

  /// Fetches a file and holds it against its checksum; once more from the start where what came
  /// earlier made it wrong.
  private func load(_ file: FetchableFile, to whole: String) throws {
    let address = address(of: file)
    while true {
      let part = try PartialFile(work.part(file))
      let isResumed = part.size > 0
      try Transfer(
        file: file, address: address, part: part, persistence: options.persistence,
        goesOn: goesOn, report: report
      ).run()
      let found = try checksum(part.path, file)
      if found == file.sha256 { return try part.move(to: whole) }
      try part.discard()
      guard isResumed else {
        throw FetchError.wrongChecksum(address: address, found: found, expected: file.sha256)
      }
      report(.restarting(file: file.name, reason: "what came in parts has a wrong checksum"))
    }
  }

  private func address(of file: FetchableFile) -> String {
    guard let mirror = options.mirror else { return file.address }
    return mirror.hasSuffix("/") ? mirror + file.name : "\(mirror)/\(file.name)"
  }

  func isRight(_ path: String, _ file: FetchableFile) throws -> Bool {
    try fileSize(path) == file.size && checksum(path, file) == file.sha256
  }

  private func checksum(_ path: String, _ file: FetchableFile) throws -> String {
    try Checksum.ofFile(path) { done in
      try requireGoing()
      report(.checking(file: file.name, done: done, size: file.size))
    }
  }

  private func requireGoing() throws { if !goesOn() { throw FetchError.stopped } }

  /// Where a file that is no archive comes to lie.
  func place(of file: FetchableFile) -> String {
    "\(work.destination)/\(file.folder.isEmpty ? "" : file.folder + "/")\(file.name)"
  }

  /// Puts a file, or what it holds, in its place.
  func put(_ file: FetchableFile, _ whole: String) throws {
    if file.form == .plain {
      let folder = "\(work.destination)/\(file.folder)"
      try Placement(source: work.path, destination: folder, replaces: options.overwrites)
        .move([file.name], goesOn: requireGoing)
      return report(.placed(file: file.name, files: 1))
    }
    let folder = work.unpacked(file)
    try remove(folder)
    do {
      try unpack(file, whole, into: folder)
    } catch {
      try? remove(folder)
      throw error
    }
    try remove(folder)
  }

  private func unpack(_ file: FetchableFile, _ whole: String, into folder: String) throws {
    let pieces = try Unpacking.files(
      of: whole, form: file.form, limit: file.sizeInPlace, into: folder
    ) { done, files in
      try requireGoing()
      report(.unpacking(file: file.name, share: Double(done) / Double(file.size), files: files))
    }
    let place = file.folder.isEmpty ? work.destination : "\(work.destination)/\(file.folder)"
    try Placement(source: folder, destination: place, replaces: options.overwrites)
      .move(pieces.map(\.path), goesOn: requireGoing)
    let prefix = file.folder.isEmpty ? "" : "\(file.folder)/"
    let placed = pieces.map { Unpacking.Piece(path: prefix + $0.path, size: $0.size) }
    try Record(sha256: file.sha256, pieces: placed).write(to: work.record(file))
    report(.placed(file: file.name, files: pieces.count))
  }

  /// Removes an archive that is unpacked, or leaves it to the person.
  func letGo(of file: FetchableFile) throws {
    guard file.form != .plain else { return }
    guard options.keepsArchives else { return try remove(work.whole(file)) }
    try Placement(
      source: work.path, destination: work.destination, replaces: options.overwrites
    ).move([file.name]) {}
  }
}

import Foundation

/// Moves files from the folder they were made in to their places.
///
/// A file there with the same bytes is as good; one with others stays unless it may be replaced.
struct Placement {
  /// Where the files are.
  let source: String
  /// Where they go.
  let destination: String
  /// Whether files with other bytes are replaced.
  let replaces: Bool

  /// Moves the files at `paths`, the same in both folders; or none, where one is in the way.
  ///
  /// - Throws: `FetchError.inTheWay`, `.cannotWrite`, `.cannotRead`; what `goesOn` throws.
  func move(_ paths: [String], goesOn: () throws -> Void) throws {
    for path in paths where !replaces {
      try goesOn()
      let place = "\(destination)/\(path)"
      guard isThere(place) else { continue }
      guard try sameBytes("\(source)/\(path)", place) else {
        throw FetchError.inTheWay(file: place)
      }
    }
    var made: Set<String> = []
    for path in paths {
      try goesOn()
      let place = "\(destination)/\(path)"
      let folder = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
      if made.insert(String(folder)).inserted { try makeFolder(String(folder)) }
      try move("\(source)/\(path)", to: place)
    }
  }

  private func move(_ path: String, to place: String) throws {
    if rename(path, place) == 0 { return }
    guard errno == EXDEV else { throw FetchError.cannotWrite(place, cause: systemError()) }
    // A folder of the destination leads to another disk.
    do {
      if isThere(place) { try FileManager.default.removeItem(atPath: place) }
      try FileManager.default.moveItem(atPath: path, toPath: place)
    } catch {
      throw FetchError.cannotWrite(place, cause: error.localizedDescription)
    }
  }

  private func sameBytes(_ one: String, _ other: String) throws -> Bool {
    guard let size = fileSize(one), size == fileSize(other) else { return false }
    return try Checksum.ofFile(one) { _ in } == Checksum.ofFile(other) { _ in }
  }
}

/// Whether anything is at `path`, be it a link that leads nowhere.
func isThere(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0
}

/// Makes a folder, and those it lies in, where they are not there.
///
/// - Throws: `FetchError.cannotWrite`.
func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    var status = stat()
    let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    let cause = isFile ? "it is no folder" : error.localizedDescription
    throw FetchError.cannotWrite(path, cause: cause)
  }
}

/// Removes a file or a folder with all in it, where there is one; links are not followed.
///
/// - Throws: `FetchError.cannotWrite`.
func remove(_ path: String) throws {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch CocoaError.fileNoSuchFile {
    return
  } catch {
    throw FetchError.cannotWrite(path, cause: error.localizedDescription)
  }
}

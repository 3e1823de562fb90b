import Foundation

/// What an archive left in the destination: written once all of it is in its place.
///
/// A text file: the archive's SHA-256, then a line `size path` for each file, paths from the
/// destination on.
struct Record: Equatable {
  /// The SHA-256 of the archive.
  let sha256: String
  /// The files, with their lengths.
  let pieces: [Unpacking.Piece]

  /// Takes what is known of an archive.
  init(sha256: String, pieces: [Unpacking.Piece]) {
    (self.sha256, self.pieces) = (sha256, pieces)
  }

  /// Reads the record at `path`; `nil` where there is none that can be understood.
  init?(_ path: String) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasSuffix("\n") else {
      return nil
    }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first else { return nil }
    sha256 = String(first)
    var pieces: [Unpacking.Piece] = []
    for line in lines.dropFirst() {
      guard let gap = line.firstIndex(of: " "), let size = Int(line[..<gap]) else { return nil }
      pieces.append(Unpacking.Piece(path: String(line[line.index(after: gap)...]), size: size))
    }
    self.pieces = pieces
  }

  /// Writes it, all or nothing.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  func write(to path: String) throws {
    let lines = [sha256] + pieces.map { "\($0.size) \($0.path)" }
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw FetchError.cannotWrite(path, cause: error.localizedDescription)
    }
  }

  /// The first file that is not in `folder` with its length; `nil` where all are.
  func missing(in folder: String) -> String? {
    pieces.first { piece in fileSize("\(folder)/\(piece.path)") != piece.size }?.path
  }
}

/// The length of the regular file at `path`; `nil` where there is none.
func fileSize(_ path: String) -> Int? {
  var status = stat()
  guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  return Int(status.st_size)
}

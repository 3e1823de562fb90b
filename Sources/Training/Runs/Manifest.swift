import CZlib
import Foundation

/// The sizes and checksums of a checkpoint's files: what is damaged is told before it is used.
struct Manifest: Codable, Equatable {
  /// The name of its file.
  static let name = "manifest.json"

  /// What a whole file has.
  struct File: Codable, Equatable {
    /// How many bytes.
    let bytes: Int
    /// The CRC-32 of all of them, as zlib's, gzip's and PNG's.
    let crc32: UInt32
  }

  /// The files by name.
  let files: [String: File]

  /// What the files called `names` in `folder` have.
  ///
  /// - Throws: `TrainingError.cannotRead`.
  init(of names: [String], in folder: String) throws {
    var files: [String: File] = [:]
    for name in names { files[name] = try File(of: "\(folder)/\(name)") }
    self.files = files
  }

  /// The manifest in `folder`.
  ///
  /// - Throws: `TrainingError.cannotRead` where it is missing or damaged.
  init(in folder: String) throws {
    self = try readJSON("\(folder)/\(Self.name)")
  }

  /// Compares the files in `folder` with what they were when they were written.
  ///
  /// - Throws: `TrainingError.cannotRead` with the first file that differs.
  func check(_ folder: String) throws {
    for (name, expected) in files.sorted(by: { $0.key < $1.key }) {
      let path = "\(folder)/\(name)"
      let found = try File(of: path)
      guard found.bytes == expected.bytes else {
        throw TrainingError.cannotRead(
          path, cause: "it has \(found.bytes) bytes, \(expected.bytes) were written")
      }
      guard found == expected else {
        throw TrainingError.cannotRead(
          path, cause: "its bytes are not those that were written (CRC-32)")
      }
    }
  }
}

extension Manifest.File {
  /// What the file at `path` has.
  ///
  /// - Throws: `TrainingError.cannotRead`.
  init(of path: String) throws {
    func failure() -> TrainingError { .cannotRead(path, cause: String(cString: strerror(errno))) }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    var checksum = CZlib.crc32(0, nil, 0)
    var total = 0
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(file, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      guard count > 0 else { break }
      checksum = CZlib.crc32(checksum, piece, uInt(count))
      total += count
    }
    self.init(bytes: total, crc32: UInt32(truncatingIfNeeded: checksum))
  }
}

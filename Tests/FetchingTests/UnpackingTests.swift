import Foundation
import Support
import Testing

@testable import Fetching

/// Archives of `Golden/archives`, well-meant and hostile.
struct UnpackingTests {
  private static let folder = "\(Golden.folder)/archives"
  private static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []

  static func archives(_ kind: String) -> [String] {
    names.filter { $0.hasPrefix("\(kind)-") }.sorted()
  }

  /// What goes wrong with each archive that is refused: the part of the error's text.
  private static let reasons: [String: String] = [
    "absolute.tar": "it leads outside", "parent.tar": "it leads outside",
    "parent-folder.tar": "it leads outside", "parent-inside.tar": "it leads outside",
    "pax-absolute.tar": "it leads outside", "mark.tar": "it leads outside",
    "mark.zip": "it leads outside", "link.tar": "it is a symbolic link",
    "link-outside.tar": "it is a symbolic link", "link-above.tar": "it is a symbolic link",
    "pax-link.tar": "it is a symbolic link", "hard-link.tar": "it is a hard link",
    "hard-link-outside.tar": "it is a hard link", "device.tar": "it is a device",
    "block-device.tar": "it is a device", "pipe.tar": "it is a pipe", "twice.tar": "it comes twice",
    "file-as-folder.tar": "a file has the name of its folder",
    "folder-as-file.tar": "it comes twice", "control.tar": "control characters",
    "line-end.tar": "control characters", "root.tar": "it holds no files",
    "nothing.tar": "it holds no files",
    "name-length.tar": "its name is too long", "path-length.tar": "its name is too long",
    "bomb.tar.gz": "holds more than the 1000000 bytes",
    "size.tar": "holds more than the 1000000 bytes",
    "sparse.tar": "holds more than the 1000000 bytes", "cut-data.tar": "cannot be unpacked",
    "cut-header.tar": "cannot be unpacked", "sum.tar": "cannot be unpacked",
    "cut.tar.gz": "cannot be unpacked", "text.tar": "cannot be unpacked",
    "absolute.zip": "it leads outside", "parent.zip": "it leads outside",
    "backslash.zip": "it leads outside", "link.zip": "it is a symbolic link",
    "link-outside.zip": "it is a symbolic link",
    "control.zip": "control characters", "bomb.zip": "holds more than the 1000000 bytes",
    "huge.zip": "holds more than the 1000000 bytes", "nothing.zip": "cannot be unpacked",
    "twice.zip": "it comes twice", "file-as-folder.zip": "a file has the name of its folder",
    "cut.zip": "cannot be unpacked", "text.zip": "cannot be unpacked",
    "less.zip": "cannot be unpacked", "more.zip": "cannot be unpacked",
    "sum.zip": "cannot be unpacked",
    "method.zip": "cannot be unpacked", "encrypted.zip": "cannot be unpacked",
  ]

  private func unpack(_ name: String, _ place: UnpackingPlace) throws -> [Unpacking.Piece] {
    try place.unpack("\(Self.folder)/\(name)")
  }

  @Test(arguments: archives("read"))
  func `an archive is unpacked to the files it was made of`(name: String) throws {
    let place = try UnpackingPlace()
    let pieces = try unpack(name, place)
    let text = try Data(contentsOf: URL(filePath: "\(Self.folder)/contents.json"))
    var expected = try JSONDecoder().decode([String: [UInt8]].self, from: text)
    if let long = pieces.first(where: { $0.path.contains("nnn") }) {
      #expect(long.path.utf8.count == 280)
      expected[long.path] = Array("long".utf8)
    }
    #expect(try place.files == expected)
    #expect(pieces.map(\.path).sorted() == expected.keys.sorted())
    for piece in pieces { #expect(piece.size == expected[piece.path]?.count) }
    #expect(try place.isAlone)
  }

  @Test(arguments: archives("refused"))
  func `an archive that must not be unpacked is refused, and nothing leaves its folder`(
    name: String
  ) throws {
    let place = try UnpackingPlace()
    let error = #expect(throws: FetchError.self) { try unpack(name, place) }
    let reason = try #require(Self.reasons[String(name.dropFirst("refused-".count))], "\(name)")
    let text = String(describing: try #require(error))
    #expect(text.contains(reason), "\(text)")
    #expect(error?.isFaultOfInput == true, "\(String(describing: error))")
    #expect(try place.isAlone)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/spar-escaped"))
  }

  @Test func `a slash parts folders whatever marks follow it`() throws {
    let path = try EntryPath("./set/\u{301}a//b")
    #expect(Array(path.text.utf8) == Array("set/\u{301}a/b".utf8))
    #expect(path.folders.map { Array($0.utf8) } == ["set", "set/\u{301}a"].map { Array($0.utf8) })
    #expect(throws: EntryPath.Problem.self) { try EntryPath("/\u{301}a") }
  }

  @Test func `every archive that is refused was made`() {
    #expect(Self.archives("refused").count == Self.reasons.count)
    #expect(Self.archives("read").count == 9)
  }

  @Test func `nothing is written over a folder that is there`() throws {
    let place = try UnpackingPlace()
    _ = try unpack("read-plain.tar", place)
    #expect(throws: FetchError.self) { try unpack("read-plain.tar", place) }
  }

  @Test func `who is asked to stop unpacks no further`() throws {
    let place = try UnpackingPlace()
    #expect(throws: FetchError.stopped) {
      _ = try Unpacking.files(
        of: "\(Self.folder)/read-plain.tar", form: .tar(atMost: 1), limit: 1_000_000,
        into: place.folder
      ) { _, files in if files == 2 { throw FetchError.stopped } }
    }
    #expect(try place.files.count == 2)
  }

  @Test(arguments: ["small.tar", "small.tar.gz", "small.zip"])
  func `no damage to an archive makes it crash, grow or leave its folder`(name: String) throws {
    let whole = Array(try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)")))
    let workplace = try TemporaryFolder()
    let place = try UnpackingPlace()
    var refused = 0
    for index in whole.indices {
      let mask: UInt8 = [0xff, 1, 0x20][index % 3]
      var damages = [whole.with(index, whole[index] ^ mask)]
      if index.isMultiple(of: 16) { damages.append(Array(whole[..<index])) }
      for damaged in damages {
        do {
          _ = try place.unpack(try workplace.write(damaged, to: name))
        } catch is FetchError {
          refused += 1
        }
        #expect(try place.isAlone, "\(index)")
        try remove(place.folder)
      }
    }
    #expect(refused > whole.count / 16)
  }
}

extension [UInt8] {
  fileprivate func with(_ index: Int, _ byte: UInt8) -> Self {
    var changed = self
    changed[index] = byte
    return changed
  }
}

/// A folder in a folder in a folder, so that what leaves it is seen.
struct UnpackingPlace {
  static let limit = 1_000_000
  private let outside: TemporaryFolder
  let folder: String

  init() throws {
    outside = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(outside.path)/inner", withIntermediateDirectories: true)
    folder = "\(outside.path)/inner/unpacked"
  }

  func unpack(_ path: String) throws -> [Unpacking.Piece] {
    let limit = Self.limit
    let form: FetchableFile.Form =
      path.hasSuffix(".zip")
      ? .zip(atMost: limit)
      : path.hasSuffix(".gz") ? .tarGzip(atMost: limit) : .tar(atMost: limit)
    return try Unpacking.files(of: path, form: form, limit: limit, into: folder) { _, _ in }
  }

  /// Whether nothing lies beside the folder, and nothing in it but files and folders.
  var isAlone: Bool {
    get throws {
      let files = FileManager.default
      return try files.contentsOfDirectory(atPath: outside.path) == ["inner"]
        && files.contentsOfDirectory(atPath: "\(outside.path)/inner").allSatisfy {
          $0 == "unpacked"
        }
        && paths.allSatisfy { path in
          var status = stat()
          return lstat("\(folder)/\(path)", &status) == 0
            && [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
        }
    }
  }

  /// The bytes of all files.
  var files: [String: [UInt8]] {
    get throws {
      var files: [String: [UInt8]] = [:]
      for path in paths where fileSize("\(folder)/\(path)") != nil {
        files[path] = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
      }
      return files
    }
  }

  private var paths: [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) ?? []
  }
}

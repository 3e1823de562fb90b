import Foundation
import Support
import Testing

@testable import Fetching

/// Archives from their address to their files' places.
struct FetchTests {
  private static func archive(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(Golden.folder)/archives/\(name)")))
  }

  private static func limited(_ name: String) -> FetchableFile.Form {
    name.hasSuffix(".zip")
      ? .zip(atMost: 5000) : name.hasSuffix(".gz") ? .tarGzip(atMost: 5000) : .tar(atMost: 5000)
  }

  private func made(_ name: String) throws -> (some: FetchCase, server: WebServer) {
    let some = try FetchCase(Self.archive(name), name: name, form: Self.limited(name))
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    return (some, server)
  }

  @Test(arguments: ["read-plain.tar", "read-plain.tar.gz", "read-plain.zip", "read-wide.zip"])
  func `an archive is fetched once, unpacked, put in place and removed`(name: String) throws {
    let (some, server) = try made(name)
    try some.fetch(from: server)
    #expect(try some.folder.read("some/set/labels.txt") == Data("eins\nzwei\n".utf8))
    #expect(try some.folder.read("some/set/train/2.bin").count == 512)
    #expect(some.events.last == .placed(file: name, files: 4))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: "\(some.folder.path)/.spar-fetch")
    #expect(left.sorted() == ["\(name).files", "lock"].sorted())
    try some.fetch(from: server)
    #expect(some.events.last == .present(file: name))
    #expect(server.requests.count == 1)
  }

  @Test func `a file that went missing, or was cut, is brought again`() throws {
    let (some, server) = try made("read-plain.zip")
    try some.fetch(from: server)
    let file = "some/set/train/2.bin"
    try FileManager.default.removeItem(atPath: "\(some.folder.path)/\(file)")
    try some.fetch(from: server)
    #expect(try some.folder.read(file).count == 512)
    try some.folder.write([1], to: file)
    #expect(throws: FetchError.inTheWay(file: "\(some.folder.path)/\(file)")) {
      try some.fetch(from: server)
    }
    try some.fetch(from: server) { $0.overwrites = true }
    #expect(try some.folder.read(file).count == 512)
    #expect(server.requests.count == 3, "the archive is kept until it is unpacked")
  }

  @Test func `a file of a person's own stops an archive before any file is moved`() throws {
    let (some, server) = try made("read-plain.tar")
    let own = try some.folder.write([1, 2, 3], to: "some/set/test/empty.txt")
    #expect(throws: FetchError.inTheWay(file: own)) { try some.fetch(from: server) }
    #expect(try some.folder.read("some/set/test/empty.txt") == Data([1, 2, 3]))
    #expect(!FileManager.default.fileExists(atPath: "\(some.folder.path)/some/set/labels.txt"))
  }

  @Test func `an archive that a person brought is used and left`() throws {
    let (some, server) = try made("read-plain.zip")
    let own = try some.folder.write(some.bytes, to: "read-plain.zip")
    try some.fetch(from: server)
    #expect(server.requests.isEmpty)
    #expect(some.events.contains(.found(file: "read-plain.zip")))
    #expect(FileManager.default.fileExists(atPath: own))
    #expect(try some.folder.read("some/set/train/2.bin").count == 512)
  }

  @Test func `an archive that a person brought and that is another is left aside`() throws {
    let (some, server) = try made("read-plain.zip")
    var other = some.bytes
    other[40] ^= 1
    try some.folder.write(other, to: "read-plain.zip")
    try some.fetch(from: server)
    #expect(server.requests.count == 1)
    #expect(try some.folder.read("read-plain.zip") == Data(other))
  }

  @Test func `archives are kept on demand`() throws {
    let (some, server) = try made("read-plain.zip")
    try some.fetch(from: server) { $0.keepsArchives = true }
    #expect(try some.folder.read("read-plain.zip") == Data(some.bytes))
  }

  @Test func `an archive that is kept replaces nobody's file of its name unasked`() throws {
    let (some, server) = try made("read-plain.zip")
    let own = try some.folder.write([1, 2, 3], to: "read-plain.zip")
    #expect(throws: FetchError.inTheWay(file: own)) {
      try some.fetch(from: server) { $0.keepsArchives = true }
    }
    #expect(server.requests.isEmpty)
    #expect(try some.folder.read("read-plain.zip") == Data([1, 2, 3]))
    try some.fetch(from: server) { ($0.keepsArchives, $0.overwrites) = (true, true) }
    #expect(try some.folder.read("read-plain.zip") == Data(some.bytes))
  }

  @Test(arguments: ["refused-link-outside.tar", "refused-parent.zip", "refused-cut.tar.gz"])
  func `of a hostile archive nothing is put in place`(name: String) throws {
    let (some, server) = try made(name)
    let error = #expect(throws: FetchError.self) { try some.fetch(from: server) }
    #expect(error?.isFaultOfInput == true)
    let files = FileManager.default
    #expect(try files.contentsOfDirectory(atPath: some.folder.path) == [".spar-fetch"])
    #expect(
      try files.contentsOfDirectory(atPath: "\(some.folder.path)/.spar-fetch").sorted()
        == ["lock", name])
  }

  @Test func `what a stopped unpacking left is removed, and the archive used again`() throws {
    let (some, server) = try made("read-plain.zip")
    var isUnpacking = false
    let fetch = try Fetch(
      some.set, to: some.folder.path, options(server), goesOn: { !isUnpacking },
      report: { event in if case .unpacking = event { isUnpacking = true } })
    #expect(throws: FetchError.stopped) { try fetch.run() }
    let rest = try FileManager.default.contentsOfDirectory(
      atPath: "\(some.folder.path)/.spar-fetch")
    #expect(rest.sorted() == ["lock", "read-plain.zip"])
    withExtendedLifetime(fetch) {}
  }

  private func options(_ server: WebServer) -> Fetch.Options {
    var options = Fetch.Options()
    options.mirror = "\(server.address)/"
    return options
  }

  @Test func `two at once in one folder are refused`() throws {
    let (some, server) = try made("read-plain.zip")
    let first = try Fetch(some.set, to: some.folder.path, options(server))
    #expect(throws: FetchError.inUse(folder: some.folder.path)) {
      _ = try Fetch(some.set, to: some.folder.path, options(server))
    }
    try first.run()
  }

  @Test(arguments: [false, true])
  func `a disk without room is told before anything is fetched, what is there not counted`(
    isBrought: Bool
  ) throws {
    let server = try WebServer { _ in WebServer.Answer(500) }
    let huge = FetchableFile(
      "http://127.0.0.1:1/huge.zip", size: 1 << 40, sha256: "", form: .zip(atMost: 1 << 50))
    let set = FetchableSet(
      name: "huge", contents: "", licence: "", page: "", folder: "", files: [huge])
    let folder = try TemporaryFolder()
    // A hole of that length takes no room.
    if isBrought { truncate(try folder.write([], to: "huge.zip"), 1 << 40) }
    let error = #expect(throws: FetchError.self) {
      try Fetch(set, to: folder.path, options(server)).run()
    }
    let needed = 1 << 50 + (isBrought ? 0 : 1 << 40)
    guard case .noSpace(folder.path, _, needed) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: [("a file", "it is no folder"), ("a link", "")])
  func `a destination that cannot be is told`(kind: String, cause: String) throws {
    let folder = try TemporaryFolder()
    let place = "\(folder.path)/data"
    if kind == "a file" {
      try folder.write([], to: "data")
    } else {
      try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "nowhere/x")
    }
    let error = #expect(throws: FetchError.self) {
      _ = try Fetch(FetchableSet.named("cifar10"), to: place)
    }
    #expect(String(describing: try #require(error)).contains("cannot be written: \(cause)"))
  }
}

import Foundation
import Randomness
import Support
import Synchronization

@testable import Fetching

/// One file that a server of this machine has, and a folder to fetch it to.
final class FetchCase {
  /// The file's bytes.
  let bytes: [UInt8]
  /// The set it makes up.
  let set: FetchableSet
  /// Where it goes.
  let folder: TemporaryFolder
  /// What was told.
  private(set) var events: [FetchEvent] = []

  /// A plain file `some.bin` in the folder `some`, or an archive.
  init(
    _ bytes: [UInt8]? = nil, name: String = "some.bin", form: FetchableFile.Form = .plain
  ) throws {
    let own = bytes ?? Self.noise(300_000)
    self.bytes = own
    folder = try TemporaryFolder()
    let file = FetchableFile(
      "http://127.0.0.1:1/\(name)", size: own.count, sha256: Self.sha256(own), form: form,
      folder: "some")
    set = FetchableSet(
      name: "some", contents: "noise", licence: "none", page: "", folder: "some", files: [file])
  }

  /// Bytes without a pattern.
  static func noise(_ count: Int) -> [UInt8] {
    var stream = Seed(1).stream
    return (0..<(count + 7) / 8).flatMap { _ in
      withUnsafeBytes(of: stream.next(), Array.init)
    }.dropLast((8 - count % 8) % 8)
  }

  static func sha256(_ bytes: [UInt8]) -> String {
    let checksum = Checksum()
    bytes.withUnsafeBytes { checksum.take($0) }
    return checksum.text()
  }

  /// Fetches it from `server`; pauses are a thousandth of the usual.
  func fetch(
    from server: WebServer, _ change: (inout Fetch.Options) -> Void = { _ in },
    to place: String? = nil, goesOn: @escaping () -> Bool = { true },
    watching: @escaping (FetchEvent) -> Void = { _ in }
  ) throws {
    var options = Fetch.Options()
    options.mirror = server.address
    options.persistence.firstPause = 0.001
    options.persistence.patience.silence = 1
    change(&options)
    try Fetch(set, to: place ?? folder.path, options, goesOn: goesOn) { event in
      self.events.append(event)
      watching(event)
    }.run()
  }

  /// The file in its place.
  var placed: [UInt8]? { (try? folder.read("some/some.bin")).map { Array($0) } }

  /// What came of it so far.
  var part: [UInt8]? { (try? folder.read(".spar-fetch/some.bin.part")).map { Array($0) } }

  /// Leaves what an earlier attempt would have left.
  func leave(_ part: some Sequence<UInt8>, version: String? = nil) throws {
    try folder.write(part, to: ".spar-fetch/some.bin.part")
    if let version { try folder.write(version.utf8, to: ".spar-fetch/some.bin.part.version") }
  }

  /// Why it started again, in order.
  var restarts: [String] {
    events.compactMap { event in
      if case .restarting(_, let reason) = event { reason } else { nil }
    }
  }

  /// How often a transfer was taken up again.
  var retries: Int {
    events.count { event in
      if case .retrying = event { true } else { false }
    }
  }
}

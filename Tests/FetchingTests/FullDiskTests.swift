import Foundation
import Support
import Testing

@testable import Fetching

/// A disk that fills while a file comes, or while an archive is unpacked.
struct FullDiskTests {
  @Test(.enabled(if: SmallDisk.isPossible, "needs root, to mount a disk of its own"))
  func `what came is kept on a full disk, and taken up once there is room`() throws {
    let disk = try SmallDisk(megabytes: 8)
    let some = try FetchCase(FetchCase.noise(3_000_000))
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes, tag: "\"a\"") }
    var isFull = false
    let part = "\(disk.path)/.spar-fetch/some.bin.part"
    #expect(
      throws: FetchError.cannotWrite(part, cause: "No space left on device")
    ) {
      try some.fetch(
        from: server, to: disk.path,
        watching: { _ in
          if !isFull { try? disk.fill(leaving: 500_000) }
          isFull = true
        })
    }
    let kept = try #require(fileSize(part))
    #expect((400_000..<1_500_000).contains(kept))
    #expect(server.requests.count == 1, "a full disk is not tried again")
    try disk.free()
    try some.fetch(from: server, to: disk.path)
    #expect(server.requests.last?.fields["range"] == "bytes=\(kept)-")
    #expect(fileSize("\(disk.path)/some/some.bin") == 3_000_000)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root, to mount a disk of its own"))
  func `a disk that fills while unpacking gets its room back`() throws {
    let disk = try SmallDisk(megabytes: 8)
    let zeros = "\(Golden.folder)/archives/refused-bomb.zip"
    let bytes = Array(try Data(contentsOf: URL(filePath: zeros)))
    let some = try FetchCase(bytes, name: "zeros.zip", form: .zip(atMost: 3_000_000))
    let server = try WebServer { $0.answer(with: bytes) }
    var isFull = false
    #expect(throws: FetchError.self) {
      try some.fetch(
        from: server, to: disk.path,
        watching: { event in
          guard case .unpacking = event else { return }
          if !isFull { try? disk.fill(leaving: 500_000) }
          isFull = true
        })
    }
    let place = "\(disk.path)/.spar-fetch"
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).count == 2)
    try disk.free()
    try some.fetch(from: server, to: disk.path)
    #expect(fileSize("\(disk.path)/some/set/zeros") == 3_000_000)
    #expect(server.requests.count == 1)
  }
}

import Foundation
import Support
import Testing

@testable import Fetching

/// A file from a server that behaves, and from servers that do not.
struct TransferTests {
  private let some: FetchCase

  init() throws { some = try FetchCase() }

  @Test func `a file comes whole and is put in its place`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.map(\.path) == ["/some.bin"])
    #expect(server.requests[0].fields["range"] == nil)
    #expect(some.events.last == .placed(file: "some.bin", files: 1))
    #expect(some.part == nil)
  }

  @Test func `a file that is there and right is not fetched again`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    try some.folder.write(some.bytes, to: "some/some.bin")
    try some.fetch(from: server)
    #expect(server.requests.isEmpty)
    #expect(some.events.last == .present(file: "some.bin"))
  }

  @Test func `a file with other bytes stays unless it may be replaced`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    let place = try some.folder.write([1, 2], to: "some/some.bin")
    #expect(throws: FetchError.inTheWay(file: place)) { try some.fetch(from: server) }
    #expect(some.placed == [1, 2])
    #expect(server.requests.isEmpty)
    try some.fetch(from: server) { $0.overwrites = true }
    #expect(some.placed == some.bytes)
  }

  @Test func `a download that ends early goes on from where it broke`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      var answer = request.answer(with: bytes, tag: "\"a\"")
      if request.earlier < 2 { answer.breaksAfter = 100_000 }
      return answer
    }
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.retries == 2)
    #expect(some.restarts.isEmpty)
    #expect(server.requests.map { $0.fields["range"] } == [nil, "bytes=100000-", "bytes=200000-"])
    #expect(server.requests.map { $0.fields["if-range"] } == [nil, "\"a\"", "\"a\""])
  }

  @Test func `one that always ends early is given up, and what came is kept`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      var answer = WebServer.Answer(200, bytes)
      answer.tellsLength = false
      answer.breaksAfter = 1000
      return answer
    }
    let address = "\(server.address)/some.bin"
    #expect(throws: FetchError.endsEarly(address: address, found: 1000, expected: 300_000)) {
      try some.fetch(from: server)
    }
    #expect(server.requests.count == 5)
    #expect(some.part == Array(some.bytes[..<1000]))
    #expect(some.placed == nil)
  }

  @Test func `the next attempt takes up what an earlier one left`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes, tag: "\"a\"") }
    try some.leave(some.bytes[..<123_456], version: "\"a\"")
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests[0].fields["range"] == "bytes=123456-")
    #expect(server.requests.count == 1)
  }

  @Test func `a part that is as long as the file needs no server`() throws {
    let server = try WebServer { _ in WebServer.Answer(500) }
    try some.leave(some.bytes)
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.isEmpty)
  }

  @Test func `a server without parts sends all from the start`() throws {
    let server = try WebServer { [bytes = some.bytes] _ in WebServer.Answer(200, bytes) }
    try some.leave(some.bytes[..<1000])
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.restarts == ["the server sends no parts"])
  }

  @Test func `a part of another version is not glued to this one`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes, tag: "\"b\"") }
    try some.leave(repeatElement(7, count: 1000), version: "\"a\"")
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.restarts == ["it has changed"])
    #expect(server.requests.count == 1)
  }

  @Test func `a server that sends a part of another version unasked is not believed`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      guard request.earlier == 0 else { return request.answer(with: bytes, tag: "\"b\"") }
      return WebServer.Answer(
        206, Array(bytes[1000...]),
        lines: ["ETag: \"b\"", "Content-Range: bytes 1000-299999/300000"])
    }
    try some.leave(repeatElement(7, count: 1000), version: "\"a\"")
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.restarts == ["the part that came does not fit to what is there"])
  }

  @Test func `a part without a mark that makes the whole wrong is fetched anew`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    try some.leave(repeatElement(7, count: 1000))
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.map { $0.fields["range"] } == ["bytes=1000-", nil])
    #expect(some.restarts == ["what came in parts has a wrong checksum"])
  }

  @Test(arguments: ["bytes 999-299999/300000", "bytes */300000", "nonsense", nil])
  func `a part from another place is not believed`(range: String?) throws {
    let server = try WebServer { [bytes = some.bytes] request in
      guard request.earlier == 0 else { return request.answer(with: bytes) }
      return WebServer.Answer(
        206, Array(bytes[1000...]), lines: range.map { ["Content-Range: \($0)"] } ?? [])
    }
    try some.leave(some.bytes[..<1000])
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.count == 2)
  }

  @Test func `a server that has no such part is asked for all`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      request.fields["range"] == nil ? request.answer(with: bytes) : WebServer.Answer(416)
    }
    try some.leave(some.bytes[..<1000])
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.restarts == ["the server has no such part"])
  }

  @Test func `what came beyond the file's length is let go of`() throws {
    let server = try WebServer { [bytes = some.bytes] in $0.answer(with: bytes) }
    try some.leave(some.bytes + [0])
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
  }
}

import Foundation
import Support
import Testing

@testable import Fetching

/// Servers that refuse, fail, stall, lie and send elsewhere.
struct BadServerTests {
  private let some: FetchCase

  init() throws { some = try FetchCase() }

  @Test func `another checksum is refused, and nothing of it stays`() throws {
    var other = some.bytes
    other[150_000] ^= 1
    let server = try WebServer { [other] in $0.answer(with: other) }
    #expect(
      throws: FetchError.wrongChecksum(
        address: "\(server.address)/some.bin", found: FetchCase.sha256(other),
        expected: FetchCase.sha256(some.bytes))
    ) { try some.fetch(from: server) }
    #expect(server.requests.count == 1)
    #expect(some.placed == nil)
    #expect(some.part == nil)
  }

  @Test(arguments: [299_999, 300_001])
  func `a file of another length is refused before it comes`(length: Int) throws {
    let server = try WebServer { _ in
      WebServer.Answer(200, [UInt8](repeating: 1, count: length))
    }
    let address = "\(server.address)/some.bin"
    #expect(throws: FetchError.otherSize(address: address, found: length, expected: 300_000)) {
      try some.fetch(from: server)
    }
    #expect(server.requests.count == 1)
    #expect(some.part?.isEmpty == true)
  }

  @Test func `a file that goes on beyond its length is cut off`() throws {
    let server = try WebServer { _ in
      var answer = WebServer.Answer(200, [UInt8](repeating: 1, count: 10_000_000))
      answer.tellsLength = false
      return answer
    }
    let error = #expect(throws: FetchError.self) { try some.fetch(from: server) }
    guard case .otherSize(_, let found, 300_000) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((300_001..<1_000_000).contains(found))
    #expect(try #require(some.part).count <= 300_000)
  }

  @Test(arguments: [400, 401, 403, 404, 410])
  func `a refusal is told at once`(status: Int) throws {
    let server = try WebServer { _ in WebServer.Answer(status, Array("no".utf8)) }
    let address = "\(server.address)/some.bin"
    #expect(throws: FetchError.refused(address: address, status: status)) {
      try some.fetch(from: server)
    }
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504])
  func `a server in trouble is asked again`(status: Int) throws {
    let server = try WebServer { [bytes = some.bytes] request in
      request.earlier < 3 ? WebServer.Answer(status) : request.answer(with: bytes)
    }
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(some.retries == 3)
  }

  @Test func `a server that asks for time is given it`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      request.earlier < 1
        ? WebServer.Answer(503, [], lines: ["Retry-After: 1"]) : request.answer(with: bytes)
    }
    let time = try ContinuousClock().measure { try some.fetch(from: server) }
    #expect(some.placed == some.bytes)
    #expect(time > .milliseconds(950))
  }

  @Test func `a transfer that comes forward is taken up as often as it breaks`() throws {
    let many = try FetchCase(FetchCase.noise(9 << 20))
    let server = try WebServer { [bytes = many.bytes] request in
      var answer = request.answer(with: bytes)
      answer.breaksAfter = 1 << 20
      return answer
    }
    try many.fetch(from: server)
    #expect(many.placed == many.bytes)
    #expect(many.retries == 8)
  }

  @Test func `a silent server is left, and asked for the rest`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      var answer = request.answer(with: bytes)
      if request.earlier == 0 { answer.stallsAfter = 70_000 }
      return answer
    }
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.count == 2)
    #expect(server.requests[1].fields["range"] == "bytes=70000-")
  }

  @Test func `a redirection is followed, and its range with it`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      request.path == "/some.bin"
        ? WebServer.Answer(302, Array("moved".utf8), lines: ["Location: /elsewhere"])
        : request.answer(with: bytes)
    }
    try some.leave(some.bytes[..<1000])
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
    #expect(server.requests.map(\.path) == ["/some.bin", "/elsewhere"])
    #expect(server.requests[1].fields["range"] == "bytes=1000-")
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/", "/some.bin"])
  func `a redirection in circles, or out of the web, is not followed`(place: String) throws {
    let server = try WebServer { _ in
      WebServer.Answer(302, [], lines: ["Location: \(place)"])
    }
    let error = #expect(throws: FetchError.self) { try some.fetch(from: server) }
    guard case .badAddress = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.requests.count <= 11)
    #expect(some.placed == nil)
  }

  @Test func `nobody at home is told with the address`() throws {
    var options = Fetch.Options()
    options.mirror = "http://127.0.0.1:1"
    options.persistence.firstPause = 0.001
    let error = #expect(throws: FetchError.self) {
      try Fetch(some.set, to: some.folder.path, options).run()
    }
    guard case .unreachable("http://127.0.0.1:1/some.bin", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `who is asked to stop keeps what came`() throws {
    let server = try WebServer { [bytes = some.bytes] request in
      var answer = request.answer(with: bytes)
      if request.earlier == 0 { answer.stallsAfter = 70_000 }
      return answer
    }
    let start = ContinuousClock.now
    #expect(throws: FetchError.stopped) {
      try some.fetch(from: server) {
        $0.persistence.patience.silence = 30
      } goesOn: {
        ContinuousClock.now - start < .milliseconds(200)
      }
    }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(some.part == Array(some.bytes[..<70_000]))
    try some.fetch(from: server)
    #expect(some.placed == some.bytes)
  }
}

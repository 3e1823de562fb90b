import Foundation
import Synchronization

/// A small server of HTTP/1.1 on this machine, for one test: each connection has one request.
public final class WebServer: Sendable {
  /// What is asked for.
  public struct Request: Sendable {
    /// The path, with its `/`.
    public let path: String
    /// The fields by their names in small letters.
    public let fields: [String: String]
    /// How many requests came for this path before.
    public let earlier: Int
  }

  /// What is answered.
  public struct Answer: Sendable {
    /// The status.
    public var status = 200
    /// The header's lines; `Content-Length` is added unless `tellsLength` is false.
    public var lines: [String] = []
    /// The bytes.
    public var body: [UInt8] = []
    /// Whether the length is told.
    public var tellsLength = true
    /// After how many bytes the connection is closed.
    public var breaksAfter: Int?
    /// After how many bytes nothing more comes, though the connection stays.
    public var stallsAfter: Int?
    /// The seconds before each further 64 KiB.
    public var pause = 0.0

    /// A status and a body.
    public init(_ status: Int = 200, _ body: [UInt8] = [], lines: [String] = []) {
      (self.status, self.body, self.lines) = (status, body, lines)
    }
  }

  /// Its address, without a `/` at its end.
  public let address: String
  private let socket: Int32
  private let service: Service

  /// Serves until this object goes, at a port that the system chooses.
  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    service = Service(answer)
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.socket = socket
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        guard bind(socket, place, size) == 0, listen(socket, 16) == 0 else { return Int32(-1) }
        return getsockname(socket, place, &size)
      }
    }
    guard code == 0 else { throw CocoaError(.featureUnsupported) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [service] in service.accept(socket) }
  }

  deinit {
    service.isOver.store(true, ordering: .relaxed)
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// The requests that came.
  public var requests: [Request] { service.seen.withLock { $0 } }
}

/// What goes on in a server's threads.
private final class Service: Sendable {
  let seen = Mutex<[WebServer.Request]>([])
  let isOver = Atomic(false)
  private let answer: @Sendable (WebServer.Request) -> WebServer.Answer

  init(_ answer: @escaping @Sendable (WebServer.Request) -> WebServer.Answer) {
    self.answer = answer
  }

  func accept(_ socket: Int32) {
    while true {
      let connection = Foundation.accept(socket, nil, nil)
      guard connection >= 0 else { return }
      Thread.detachNewThread {
        self.serve(connection)
        close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else { return }
    let answer = answer(request)
    var head = "HTTP/1.1 \(answer.status) Said\r\nConnection: close\r\n"
    for line in answer.lines { head += "\(line)\r\n" }
    if answer.tellsLength { head += "Content-Length: \(answer.body.count)\r\n" }
    guard write(Array((head + "\r\n").utf8)[...], to: connection) else { return }
    let end = answer.breaksAfter ?? answer.stallsAfter ?? answer.body.count
    var sent = 0
    while sent < min(end, answer.body.count) {
      let piece = answer.body[sent..<min(end, answer.body.count, sent + 1 << 16)]
      guard write(piece, to: connection) else { return }
      sent += piece.count
      if answer.pause > 0 { usleep(UInt32(answer.pause * 1e6)) }
    }
    while answer.stallsAfter != nil, !isOver.load(ordering: .relaxed), isOpen(connection) {
      usleep(10_000)
    }
  }

  private func read(_ connection: Int32) -> WebServer.Request? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let came = recv(connection, &buffer, buffer.count, 0)
      guard came > 0 else { return nil }
      text += String(decoding: buffer[..<came], as: UTF8.self)
    }
    let lines = text.split(separator: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3, words[0] == "GET" else { return nil }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
    }
    return seen.withLock { seen in
      let path = String(words[1])
      let earlier = seen.count { $0.path == path }
      seen.append(WebServer.Request(path: path, fields: fields, earlier: earlier))
      return seen[seen.count - 1]
    }
  }

  private func write(_ bytes: ArraySlice<UInt8>, to connection: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let came = rest.withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard came > 0 else { return false }
      rest = rest.dropFirst(came)
    }
    return true
  }

  private func isOpen(_ connection: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(connection, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) != 0
  }
}

extension WebServer.Request {
  /// The answer of a server that knows parts and versions (RFC 9110, 13.1.5 and 14.2).
  public func answer(with body: [UInt8], tag: String? = nil) -> WebServer.Answer {
    let lines = ["Accept-Ranges: bytes"] + (tag.map { ["ETag: \($0)"] } ?? [])
    guard let range = fields["range"], fields["if-range"].map({ $0 == tag }) ?? true,
      let start = Int(range.dropFirst("bytes=".count).dropLast())
    else { return WebServer.Answer(200, body, lines: lines) }
    guard start < body.count else {
      return WebServer.Answer(416, [], lines: lines + ["Content-Range: bytes */\(body.count)"])
    }
    return WebServer.Answer(
      206, Array(body[start...]),
      lines: lines + ["Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"])
  }
}

import CCurl
import Foundation

/// One GET by libcurl, which follows redirections and honours `http_proxy`, `https_proxy`,
/// `all_proxy` and `no_proxy`.
final class WebRequest {
  /// How long to wait.
  struct Patience: Sendable, Equatable {
    /// For a connection, in seconds.
    var connection = 30
    /// For the next byte, in seconds.
    var silence = 60
  }

  private let address: String
  private let curl: UnsafeMutableRawPointer?
  private var lines: UnsafeMutablePointer<curl_slist>?
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private let goesOn: () -> Bool
  private var begin: (ResponseHead) throws -> Void = { _ in }
  private var take: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  private var head = ResponseHead()
  private var hasBegun = false
  private var problem: (any Error)?

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// A request for `address` with header lines; `goesOn` is asked a few times a second.
  init(
    _ address: String, headers: [String], patience: Patience, goesOn: @escaping () -> Bool
  ) {
    self.address = address
    self.goesOn = goesOn
    curl = Self.isReady ? curl_easy_init() : nil
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    for header in headers { lines = curl_slist_append(lines, header) }
    setOptions(patience)
  }

  deinit {
    curl_easy_cleanup(curl)
    curl_slist_free_all(lines)
    message.deallocate()
  }

  /// Makes it: `begin` gets the answer's head, `take` its bytes as they come.
  ///
  /// - Throws: `FetchError.unreachable`, `.stopped`; what `begin` and `take` throw.
  func perform(
    begin: (ResponseHead) throws -> Void, take: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let code = withoutActuallyEscaping(begin) { begin in
      withoutActuallyEscaping(take) { take in
        (self.begin, self.take) = (begin, take)
        defer { (self.begin, self.take) = ({ _ in }, { _ in }) }
        let code = curl_easy_perform(curl)
        if code == CURLE_OK { _ = guarded { try beginOnce() } }
        return code
      }
    }
    if let problem { throw problem }
    guard code != CURLE_ABORTED_BY_CALLBACK else { throw FetchError.stopped }
    guard code == CURLE_OK else { throw failure(code) }
  }

  private func setOptions(_ patience: Patience) {
    spar_curl_allow_web_only(curl)
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, 10), (CURLOPT_NOSIGNAL, 1),
      (CURLOPT_CONNECTTIMEOUT, patience.connection), (CURLOPT_LOW_SPEED_LIMIT, 1),
      (CURLOPT_LOW_SPEED_TIME, patience.silence), (CURLOPT_BUFFERSIZE, 1 << 18),
      (CURLOPT_TCP_KEEPALIVE, 1),
    ]
    for (option, number) in numbers { spar_curl_set_number(curl, option, number) }
    spar_curl_set_text(curl, CURLOPT_URL, address)
    spar_curl_set_text(curl, CURLOPT_USERAGENT, "spar")
    spar_curl_set_pointer(curl, CURLOPT_HTTPHEADER, lines)
    spar_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, message)
    let context = Unmanaged.passUnretained(self).toOpaque()
    spar_curl_set_takers(curl, takeLine, takeBody, context)
    spar_curl_set_progress(curl, askToGoOn, context)
  }

  private func failure(_ code: CURLcode) -> FetchError {
    let cause =
      message.pointee == 0
      ? String(cString: curl_easy_strerror(code)) : String(cString: message)
    switch code {
    case CURLE_OPERATION_TIMEDOUT:
      return .unreachable(address: address, cause: "no answer in time (\(cause))")
    case CURLE_SSL_CACERT_BADFILE, CURLE_PEER_FAILED_VERIFICATION:
      let advice = "Install the package ca-certificates, if it is missing"
      return .badAddress(address, cause: "\(cause). \(advice)")
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_TOO_MANY_REDIRECTS:
      return .badAddress(address, cause: cause)
    default: return .unreachable(address: address, cause: cause)
    }
  }

  fileprivate func takeHeader(_ line: String) { head.take(line) }

  fileprivate func takeBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guarded {
      try beginOnce()
      try take(bytes)
    }
  }

  fileprivate var mayGoOn: Bool { goesOn() }

  private func beginOnce() throws {
    if hasBegun { return }
    hasBegun = true
    try begin(head)
  }

  /// Does `work`, and keeps what it throws: nothing may be thrown through libcurl.
  private func guarded(_ work: () throws -> Void) -> Bool {
    do {
      try work()
      return true
    } catch {
      problem = problem ?? error
      return false
    }
  }
}

private func request(_ context: UnsafeMutableRawPointer?) -> WebRequest? {
  context.map { Unmanaged<WebRequest>.fromOpaque($0).takeUnretainedValue() }
}

private let takeLine: spar_curl_take = { bytes, size, count, context in
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  request(context)?.takeHeader(String(decoding: line, as: UTF8.self))
  return size * count
}

private let takeBody: spar_curl_take = { bytes, size, count, context in
  let taken = request(context)?.takeBytes(
    UnsafeRawBufferPointer(start: bytes, count: size * count))
  return taken == true ? size * count : 0
}

private let askToGoOn: spar_curl_progress = { context, _, _, _, _ in
  request(context)?.mayGoOn == true ? 0 : 1
}

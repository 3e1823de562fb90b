import Foundation

/// Brings one file from a server, taking up again what came before and what breaks.
struct Transfer {
  /// How often a broken transfer is taken up again, and after how long.
  struct Persistence: Sendable, Equatable {
    /// How often in a row, as long as hardly anything comes.
    var retries = 4
    /// The seconds before the first time; each time twice as many.
    var firstPause = 1.0
    /// How long to wait for a server.
    var patience = WebRequest.Patience()
  }

  /// What is to come.
  let file: FetchableFile
  /// Where from.
  let address: String
  /// Where it is kept meanwhile.
  let part: PartialFile
  let persistence: Persistence
  let goesOn: () -> Bool
  let report: (FetchEvent) -> Void

  /// A transfer that brought so much has not stalled: its failures count anew.
  private static let progressThatCounts = 1 << 20

  /// Returns when `part` is as long as the file should be.
  ///
  /// - Throws: `FetchError.refused`, `.unreachable`, `.endsEarly`, `.otherSize`, `.cannotWrite`,
  ///   `.stopped`.
  func run() throws {
    if part.size > file.size { try restart("what came is longer than the file") }
    var failures = 0
    while part.size < file.size {
      let before = part.size
      var pause: Double?
      do {
        try attempt { pause = $0.secondsToWait }
      } catch let error as FetchError where Self.isPassing(error) {
        failures = part.size - before >= Self.progressThatCounts ? 1 : failures + 1
        guard failures <= persistence.retries else { throw error }
        try wait(afterFailure: failures, atLeast: pause, cause: error)
      }
    }
  }

  /// One request; gets what is missing, or all where the server cannot do that.
  private func attempt(told: (ResponseHead) -> Void) throws {
    let start = part.size
    let version = start > 0 ? part.version : nil
    var headers: [String] = []
    if start > 0 { headers.append("Range: bytes=\(start)-") }
    if let version { headers.append("If-Range: \(version)") }
    var pace = TransferPace(from: start)
    let request = WebRequest(
      address, headers: headers, patience: persistence.patience, goesOn: goesOn)
    try request.perform { head in
      told(head)
      try accept(head, start: start, version: version)
      pace = TransferPace(from: part.size)
    } take: { bytes in
      guard part.size + bytes.count <= file.size else {
        throw otherSize(part.size + bytes.count)
      }
      try part.append(bytes)
      report(
        .loading(file: file.name, done: part.size, size: file.size, pace: pace.at(part.size)))
    }
    guard part.size >= file.size else {
      throw FetchError.endsEarly(address: address, found: part.size, expected: file.size)
    }
  }

  /// Makes `part` ready for the bytes that follow `head`, or refuses them.
  private func accept(_ head: ResponseHead, start: Int, version: String?) throws {
    switch head.status {
    case 200:
      if let length = head.length, length != file.size { throw otherSize(length) }
      if start > 0 {
        let reason = version == head.version ? "the server sends no parts" : "it has changed"
        report(.restarting(file: file.name, reason: reason))
      }
      try part.restart(version: head.version)
    case 206:
      guard let range = head.range, range.start == start,
        version.map({ !head.contradicts($0) }) ?? true
      else { throw try unfit("the part that came does not fit to what is there") }
      if let size = range.size, size != file.size { throw otherSize(size) }
    case 416: throw try unfit("the server has no such part")
    default: throw FetchError.refused(address: address, status: head.status)
    }
  }

  /// Lets go of what is there, for the next attempt to start from nothing.
  private func unfit(_ reason: String) throws -> FetchError {
    try restart(reason)
    return .unreachable(address: address, cause: reason)
  }

  private func restart(_ reason: String) throws {
    report(.restarting(file: file.name, reason: reason))
    try part.restart(version: nil)
  }

  private func otherSize(_ found: Int) -> FetchError {
    .otherSize(address: address, found: found, expected: file.size)
  }

  /// Whether trying again may help.
  private static func isPassing(_ error: FetchError) -> Bool {
    switch error {
    case .endsEarly, .unreachable: true
    case .refused(_, let status): [408, 425, 429, 500, 502, 503, 504].contains(status)
    default: false
    }
  }

  private func wait(afterFailure count: Int, atLeast asked: Double?, cause: FetchError) throws {
    let usual = persistence.firstPause * pow(2, Double(count - 1))
    let seconds = max(usual, min(asked ?? 0, 60))
    report(.retrying(file: file.name, cause: cause.cause, seconds: seconds))
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      guard goesOn() else { throw FetchError.stopped }
      usleep(20_000)
    }
  }
}

extension FetchError {
  /// What broke a transfer, in few words.
  fileprivate var cause: String {
    switch self {
    case .endsEarly(_, let found, let expected): "it ends after \(found) of \(expected) bytes"
    case .unreachable(_, let cause): cause
    case .refused(_, let status): "the server answers \(status)"
    default: description
    }
  }
}

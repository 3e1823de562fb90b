/// What can go wrong with fetching and unpacking a data set.
///
/// Sizes are in bytes.
public enum FetchError: Error, Equatable, Sendable {
  /// No set is called so.
  case unknownSet(String, nearest: String?, known: [String])
  /// A set has no such part.
  case unknownPart(String, of: String, known: [String])
  /// A set's terms forbid to fetch it.
  case restricted(set: String, licence: String)
  /// The server answers with a status other than that of a file.
  case refused(address: String, status: Int)
  /// The server cannot be reached, or the connection broke.
  case unreachable(address: String, cause: String)
  /// The address is none, leads nowhere, or its server's certificate cannot be trusted.
  case badAddress(String, cause: String)
  /// The file that comes is shorter than the published one.
  case endsEarly(address: String, found: Int, expected: Int)
  /// The server has a file of another length.
  case otherSize(address: String, found: Int, expected: Int)
  /// The file that came has other bytes than the published one.
  case wrongChecksum(address: String, found: String, expected: String)
  /// An archive cannot be read.
  case archiveDamaged(archive: String, cause: String)
  /// An entry of an archive must not be unpacked.
  case refusedEntry(archive: String, entry: String, reason: String)
  /// An archive holds more than the data set has.
  case tooLarge(archive: String, limit: Int)
  /// A file with other bytes lies where one is to be put.
  case inTheWay(file: String)
  /// The disk has not enough room.
  case noSpace(folder: String, free: Int, needed: Int)
  /// The system refuses to write.
  case cannotWrite(String, cause: String)
  /// The system refuses to read.
  case cannotRead(String, cause: String)
  /// Another process fetches into the same folder.
  case inUse(folder: String)
  /// It was asked to stop.
  case stopped
}

extension FetchError {
  /// Whether what was asked for, or what came, is at fault rather than the way it came.
  public var isFaultOfInput: Bool {
    switch self {
    case .refused, .unreachable, .endsEarly, .noSpace, .cannotWrite, .cannotRead, .inUse, .stopped:
      false
    default: true
    }
  }
}

extension FetchError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do.
  public var description: String { transferText ?? archiveText ?? placeText ?? "" }

  private var transferText: String? {
    switch self {
    case .unknownSet(let name, let nearest, let known):
      "no data set is called '\(name)'"
        + (nearest.map { "; did you mean \($0)?" } ?? "; there are \(list(known)).")
    case .unknownPart(let part, let set, let known):
      "\(set) has no part '\(part)'"
        + (known.isEmpty ? "; it has no parts." : "; there are \(list(known)).")
    case .restricted(let set, let licence):
      "\(set) cannot be fetched for you (\(licence)); what to do is told above."
    case .refused(let address, let status):
      "\(address): the server answers \(status)\(Self.meaning(status)). Try again later, or take "
        + "it from a mirror with --from."
    case .unreachable(let address, let cause):
      "\(address): \(cause). The same command goes on; --from takes the files from a mirror."
    case .badAddress(let address, let cause): "\(address): \(cause)."
    case .endsEarly(let address, let found, let expected):
      "\(address): ends after \(found) bytes, \(expected) expected. What came is kept; the same "
        + "command goes on."
    case .otherSize(let address, let found, let expected):
      "\(address): is another file: \(found) bytes found, \(expected) expected. Take it from a "
        + "mirror with --from."
    case .wrongChecksum(let address, let found, let expected):
      "\(address): is not the published file: its SHA-256 is \(found), expected \(expected). It "
        + "was removed; try again, or take it from a mirror with --from."
    default: nil
    }
  }

  private var archiveText: String? {
    switch self {
    case .archiveDamaged(let archive, let cause):
      "\(archive): cannot be unpacked: \(cause). Nothing of it was put in place."
    case .refusedEntry(let archive, let entry, let reason):
      "\(archive): the entry '\(clipped(entry))' is refused: \(reason). Nothing of the archive was "
        + "put in place."
    case .tooLarge(let archive, let limit):
      "\(archive): holds more than the \(limit) bytes that the data set has at most. Nothing of it "
        + "was put in place."
    default: nil
    }
  }

  private var placeText: String? {
    switch self {
    case .inTheWay(let file):
      "\(file): is there with other bytes than the published ones. Move it away, or give "
        + "--overwrite."
    case .noSpace(let folder, let free, let needed):
      "\(folder): has \(byteText(free)) free, \(byteText(needed)) are needed. Make room, or "
        + "name another folder."
    case .cannotWrite(let path, let cause):
      "\(path): cannot be written: \(cause). The same command goes on once that is mended."
    case .cannotRead(let path, let cause): "\(path): cannot be read: \(cause)."
    case .inUse(let folder): "\(folder): another spar fetch is at work here; let it end first."
    case .stopped: "stopped"
    default: nil
    }
  }

  private static func meaning(_ status: Int) -> String {
    switch status {
    case 401, 403: " (it does not allow this)"
    case 404, 410: " (there is no such file)"
    case 429: " (too many requests)"
    case 500...599: " (it has a problem)"
    default: ""
    }
  }
}

private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

/// A name of a length that a line has room for.
private func clipped(_ name: String) -> String {
  name.count > 120 ? "\(name.prefix(117))..." : name
}

/// A size as a person reads it, in decimal units.
public func byteText(_ bytes: Int) -> String {
  let units = ["bytes", "kB", "MB", "GB", "TB"]
  var (value, unit) = (Double(bytes), 0)
  while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
  let digits = unit == 0 || value >= 99.95 ? 0 : 1
  return "\(fixed(value, digits)) \(units[unit])"
}

/// A number, 0 or more, with so many decimals.
private func fixed(_ value: Double, _ digits: Int) -> String {
  guard digits > 0 else { return "\(Int(value.rounded()))" }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

import Glibc

/// A folder where a check puts its files.
struct Workplace {
  let folder: String

  /// The path of the file called `name`.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Makes or replaces the file called `name`, and returns its path.
  @discardableResult
  func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
    let path = path(name)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    try require(descriptor >= 0, "\(path) cannot be made: errno \(errno)")
    defer { close(descriptor) }
    let bytes = Array(bytes)
    let came = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    try require(came == bytes.count, "\(path) cannot be written: errno \(errno)")
    return path
  }

  /// Removes the file called `name`, where it is there.
  func remove(_ name: String) { unlink(path(name)) }

  /// Makes a folder where there is none, and returns its path.
  func makeFolder(_ name: String) -> String {
    mkdir(path(name), 0o755)
    return path(name)
  }
}

/// Numbers that depend on the bytes of a file alone (SplitMix64 from their FNV-1a hash).
struct Draws {
  private var state: UInt64

  init(_ bytes: [UInt8]) {
    state = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// One of `0..<bound`.
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((bits ^ (bits >> 31)) % UInt64(bound))
  }
}

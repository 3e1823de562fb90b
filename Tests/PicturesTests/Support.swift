import CZlib
import Foundation
import Pictures

/// A folder of its own for one test, removed with this object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders it lies in, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(fileURLWithPath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path(percentEncoded: false)
  }

  /// Removes a file.
  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}

/// `bytes` as a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  let room = Int(deflateBound(&stream, UInt(bytes.count)))
  return [UInt8](unsafeUninitializedCapacity: room) { output, initialized in
    input.withUnsafeMutableBufferPointer {
      stream.next_in = $0.baseAddress
      stream.avail_in = UInt32($0.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(room)
      deflate(&stream, Z_FINISH)
    }
    initialized = Int(stream.total_out)
  }
}

/// An IDX file of the given dimensions.
func idx(_ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
  let lengths = shape.flatMap { length in
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
  }
  return [0, 0, 8, UInt8(shape.count)] + lengths + elements
}

/// The error that `body` throws, where it throws one of this module's.
func picturesError(_ body: () throws -> Void) -> PicturesError? {
  do {
    try body()
    return nil
  } catch {
    return error as? PicturesError
  }
}

/// `count` pictures `[1, side, side]` whose bytes start with their number; labels 0, 1, 2, 0, ...
func numbered(_ count: Int, side: Int = 2) -> PictureArray {
  let bytes = (0..<count).flatMap { number in
    (0..<(side * side)).map { UInt8(truncatingIfNeeded: number + 16 * $0) }
  }
  return PictureArray(
    name: "numbered", shape: [1, side, side], bytes: bytes, labels: (0..<count).map { $0 % 3 },
    classes: ["a", "b", "c"])
}

/// A set that counts how often it is read, is slow where told, and fails where told.
final class WatchedSet: PictureSet {
  struct Unreadable: Error {}

  let base = numbered(1000)
  let bad: Int?
  let delay: Double
  private let lock = NSLock()
  nonisolated(unsafe) private var reads = 0

  init(bad: Int? = nil, delay: Double = 0) {
    self.bad = bad
    self.delay = delay
  }

  var count: Int { base.count }
  var classes: [String] { base.classes }
  var description: String { "watched" }
  var readCount: Int { lock.withLock { reads } }

  func label(at index: Int) -> Int { base.label(at: index) }

  func sample(at index: Int) throws -> Sample {
    lock.withLock { reads += 1 }
    if delay > 0 { Thread.sleep(forTimeInterval: delay) }
    if index == bad { throw Unreadable() }
    return base.sample(at: index)
  }
}

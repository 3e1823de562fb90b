import CZlib
import Foundation

/// The bytes that a gzip file of one member inflates to (RFC 1952).
final class GzipFile: ByteSource {
  private let plain: PlainFile
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var hasEnded = false

  /// Inflates `plain`, from its start.
  init(_ plain: PlainFile) throws {
    self.plain = plain
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 1)
    let gzipWindow = MAX_WBITS + 16  // 16 asks for gzip's header and check sum
    let code = inflateInit2_(
      stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw corrupt("zlib does not start (\(code))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  var file: String { plain.file }

  var advice: String { plain.advice }

  /// Deflate makes nothing smaller than a 1032nd (zlib's technical details).
  func expect(_ count: Int) throws {
    let (limit, overflows) = plain.size.multipliedReportingOverflow(by: 1032)
    guard overflows || count <= limit else {
      throw PicturesError.promisesTooMuch(
        file: file, expected: count, limit: limit, advice: advice)
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count, !hasEnded {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      filled += try inflateSome(into: rest)
    }
    return filled
  }

  func expectEnd(after count: Int) throws {
    var extra: UInt8 = 0
    guard try withUnsafeMutableBytes(of: &extra, { try read(into: $0) }) == 0 else {
      throw PicturesError.inflatesBeyond(file: file, expected: count, advice: advice)
    }
    guard stream.pointee.avail_in == 0, plain.offset == plain.size else {
      throw corrupt("the file goes on after the end of its data")
    }
  }

  /// One call of `inflate`; returns how many bytes it wrote.
  private func inflateSome(into rest: UnsafeMutableRawBufferPointer) throws -> Int {
    if stream.pointee.avail_in == 0 { try refill() }
    let room = min(rest.count, 1 << 30)
    stream.pointee.next_out = rest.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_OK: break
    case Z_STREAM_END: hasEnded = true
    case let code: throw corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
    }
    return room - Int(stream.pointee.avail_out)
  }

  private func refill() throws {
    let came = try plain.read(into: input)
    guard came > 0 else { throw corrupt("the file ends within its data") }
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(came)
  }

  /// The error for what is wrong at the place inflating has come to.
  private func corrupt(_ cause: String) -> PicturesError {
    let offset = plain.offset - Int(stream.pointee.avail_in)
    return .gzipCorrupt(file: file, offset: offset, cause: cause, advice: advice)
  }
}

import CZlib

/// Bytes that zlib's data inflate to (RFC 1950), read front to back.
final class ZlibData {
  private let data: ArraySlice<UInt8>
  private let stream: UnsafeMutablePointer<z_stream>
  /// How many bytes of `data` have been used.
  private var used = 0
  private var hasEnded = false

  /// Inflates `data`; `nil` where zlib does not start.
  init?(_ data: ArraySlice<UInt8>) {
    self.data = data
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if code != Z_OK { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The most bytes that there can be: deflate makes nothing smaller than a 1032nd.
  var most: Int { data.count.multipliedReportingOverflow(by: 1032).partialValue }

  /// The next `count` bytes, or fewer where the data are damaged or end before.
  func read(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count, !hasEnded {
        let came = inflateSome(
          into: UnsafeMutableBufferPointer(rebasing: buffer[initialized..<count]))
        if came == 0 { break }
        initialized += came
      }
    }
  }

  /// Whether all data are used, their check sum is right, and nothing more comes of them.
  func isAtEnd() -> Bool {
    let more = hasEnded ? [] : read(1)
    return more.isEmpty && hasEnded && used == data.count
  }

  /// One call of `inflate`; returns how many bytes it wrote, 0 where it goes no further.
  private func inflateSome(into rest: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let room = min(rest.count, 1 << 30)
    data.withUnsafeBufferPointer { data in
      let left = min(data.count - used, 1 << 30)
      // zlib does not write to what it reads.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: data.baseAddress?.advanced(by: used))
      stream.pointee.avail_in = UInt32(left)
      stream.pointee.next_out = rest.baseAddress
      stream.pointee.avail_out = UInt32(room)
      hasEnded = inflate(stream, Z_NO_FLUSH) == Z_STREAM_END
      used += left - Int(stream.pointee.avail_in)
    }
    return room - Int(stream.pointee.avail_out)
  }
}

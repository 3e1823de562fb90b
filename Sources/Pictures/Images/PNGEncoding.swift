import CImages
import Foundation

extension Picture {
  /// The picture as a PNG file of 8 bits: grey for 1 channel, red, green and blue for 3.
  ///
  /// No pixel is changed: decoding gives the same bytes. The file is the same for the same picture
  /// and the same version of zlib.
  ///
  /// - Throws: `ImageError.notEncoded` for other numbers of channels, and where memory is short.
  public func png() throws -> [UInt8] {
    var encoded: UnsafeMutablePointer<UInt8>?
    var count = 0
    var failure = ci_failure()
    defer { free(encoded) }
    let status = bytes.withUnsafeBufferPointer {
      ci_png_encode(
        $0.baseAddress, UInt32(clamping: height), UInt32(clamping: width),
        UInt32(clamping: channels), &encoded, &count, &failure)
    }
    guard status == CI_DONE else {
      throw ImageError.notEncoded(shape: shape, cause: text(of: failure))
    }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}

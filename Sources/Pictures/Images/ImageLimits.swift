/// How large an encoded picture may be before it is refused; checked before memory is taken.
///
/// Decoding takes 3 bytes a pixel; a progressive JPEG and an interlaced PNG up to 8 bytes more while
/// they are decoded.
public struct ImageLimits: Sendable, Hashable, Codable {
  /// The most pixels a picture may have.
  public var pixels: Int
  /// The most bytes its file may have.
  public var bytes: Int

  /// So many pixels and bytes at most: 64 million and 256 MiB where they are left out.
  public init(pixels: Int = 64_000_000, bytes: Int = 256 << 20) {
    self.pixels = pixels
    self.bytes = bytes
  }

  /// 64 million pixels, 256 MiB.
  public static let standard = ImageLimits()

  func check(bytes count: Int, of file: String) throws {
    guard count > 0 else { throw ImageError.empty(file: file) }
    guard count <= bytes else {
      throw ImageError.tooManyBytes(file: file, found: count, limit: bytes)
    }
  }

  func check(height: Int, width: Int, of file: String) throws {
    let (count, overflows) = height.multipliedReportingOverflow(by: width)
    guard !overflows, count <= pixels else {
      throw ImageError.tooManyPixels(file: file, height: height, width: width, limit: pixels)
    }
  }
}

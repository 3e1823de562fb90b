import CImages

/// An encoded picture, whole in memory, whose header has been read and found within limits.
///
/// JPEG and PNG are told by their first bytes; the name is for messages only. Nothing is decoded,
/// and no memory is taken for pixels, before `picture` is asked for.
public struct ImageFile: Sendable {
  /// The path, or what else the bytes are called in messages.
  public let name: String
  /// Format, size, channels and orientation.
  public let header: ImageHeader
  /// The file as it is.
  public let bytes: [UInt8]

  /// Reads the file at `path`, of a size within `limits`.
  ///
  /// - Throws: `PicturesError.missing` or `.unreadable`; otherwise as `init(bytes:name:limits:)`.
  public init(_ path: String, limits: ImageLimits = .standard) throws {
    let source = try PlainFile(path, advice: "Restore it, or take it out of the data set.")
    try limits.check(bytes: source.size, of: path)
    try self.init(bytes: source.bytes(source.size, at: 0), name: path, limits: limits)
  }

  /// Takes `bytes` as a file called `name`.
  ///
  /// - Throws: `ImageError.empty`, `.unknownFormat`, `.tooManyBytes` and `.tooManyPixels`;
  ///   `.truncated`, `.corrupt` and `.unsupported` where the header shows it.
  public init(bytes: [UInt8], name: String, limits: ImageLimits = .standard) throws {
    try limits.check(bytes: bytes.count, of: name)
    header = try ImageHeader(of: bytes, name: name)
    try limits.check(height: header.height, width: header.width, of: name)
    self.name = name
    self.bytes = bytes
  }

  /// The height and width of what `decoding` makes of the whole picture, leaving its region aside.
  public func size(_ decoding: ImageDecoding = ImageDecoding()) -> (height: Int, width: Int) {
    let divisor = header.format == .jpeg ? decoding.scale.rawValue : 1
    let height = (header.height + divisor - 1) / divisor
    let width = (header.width + divisor - 1) / divisor
    return orientation(decoding).swapsSides ? (width, height) : (height, width)
  }

  /// The pixels, `[channels, height, width]`, as `decoding` asks for them.
  ///
  /// Whole pictures have exactly the pixels that Pillow 13 makes of the file with `convert("RGB")`
  /// or `convert("L")` after `ImageOps.exif_transpose`, except that grey of 16 bits keeps its upper
  /// 8 (as torchvision does, and Pillow for colours), where Pillow shows all above 255 as white, and
  /// that an orientation is followed which EXIF tells, not one that XMP alone does. A region has the
  /// pixels that the whole picture has there.
  ///
  /// - Throws: `ImageError.truncated`, `.corrupt`, `.unsupported`, `.noMemory`, `.regionOutside`.
  ///   What lies behind the last row of a region is not looked at.
  public func picture(_ decoding: ImageDecoding = ImageDecoding()) throws -> Picture {
    let size = size(decoding)
    let region =
      decoding.region ?? Region(top: 0, left: 0, height: size.height, width: size.width)
    guard region.fits(height: size.height, width: size.width) else {
      throw ImageError.regionOutside(
        file: name, region: region, height: size.height, width: size.width)
    }
    let request = request(decoding, region: region, size: size)
    let count = decoding.channels * region.height * region.width
    let pixels = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      try decode(request, into: buffer)
      initialized = count
    }
    return Picture(
      channels: decoding.channels, height: region.height, width: region.width, bytes: pixels)
  }
}

extension ImageFile {
  private func orientation(_ decoding: ImageDecoding) -> Orientation {
    decoding.appliesOrientation ? header.orientation : .upright
  }

  /// The region in the picture as it is stored, and where its pixels go as the picture is seen.
  private func request(
    _ decoding: ImageDecoding, region: Region, size: (height: Int, width: Int)
  ) -> ci_request {
    let orientation = orientation(decoding)
    let stored = orientation.stored(region, height: size.height, width: size.width)
    let steps = orientation.steps(height: region.height, width: region.width)
    return ci_request(
      stored_height: UInt32(header.height), stored_width: UInt32(header.width),
      scale: UInt32(decoding.scale.rawValue), top: UInt32(stored.top), left: UInt32(stored.left),
      height: UInt32(stored.height), width: UInt32(stored.width),
      channels: UInt32(decoding.channels), first: steps.first,
      channel_step: region.height * region.width, row_step: steps.row, column_step: steps.column)
  }

  private func decode(_ request: ci_request, into pixels: UnsafeMutableBufferPointer<UInt8>) throws
  {
    var failure = ci_failure()
    let decoder = header.format == .jpeg ? ci_jpeg_decode : ci_png_decode
    let status = withUnsafePointer(to: request) { request in
      bytes.withUnsafeBufferPointer {
        decoder($0.baseAddress, $0.count, request, pixels.baseAddress, &failure)
      }
    }
    guard status != CI_DONE else { return }
    let offset = Int(failure.offset)
    let cause = text(of: failure)
    switch status {
    case CI_TRUNCATED: throw ImageError.truncated(file: name, found: bytes.count)
    case CI_UNSUPPORTED: throw ImageError.unsupported(file: name, cause: cause)
    case CI_NO_MEMORY:
      throw ImageError.noMemory(file: name, height: header.height, width: header.width)
    default:
      throw ImageError.corrupt(
        file: name, offset: header.format == .jpeg ? offset : nil, cause: cause)
    }
  }
}

/// The cause that C noted.
func text(of failure: ci_failure) -> String {
  withUnsafeBytes(of: failure.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

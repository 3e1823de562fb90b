import CImages
import Foundation

extension Mask {
  /// Reads the PNG file at `path`, of a size within `limits`.
  ///
  /// - Throws: `PicturesError.missing` or `.unreadable`; otherwise as `init(png:name:limits:)`.
  public init(_ path: String, limits: ImageLimits = .standard) throws {
    let source = try PlainFile(path, advice: "Restore it, or take its picture out of the set.")
    try limits.check(bytes: source.size, of: path)
    try self.init(png: source.bytes(source.size, at: 0), name: path, limits: limits)
  }

  /// Decodes a PNG file called `name`: of a palette the places in it, of grey the numbers as they
  /// are stored, of 1, 2, 4 or 8 bits.
  ///
  /// Colours of the palette, its length and its transparency have no say.
  ///
  /// - Throws: `MaskError.notPNG`, `.hasColours`, `.hasSixteenBits` and `.isInterlaced`;
  ///   `ImageError.empty`, `.tooManyBytes`, `.tooManyPixels`, `.truncated`, `.corrupt`,
  ///   `.unsupported` and `.noMemory`.
  public init(png bytes: [UInt8], name: String, limits: ImageLimits = .standard) throws {
    try limits.check(bytes: bytes.count, of: name)
    if case .other(let found) = FileSignature(bytes) {
      throw MaskError.notPNG(file: name, found: found)
    }
    let header = try ImageHeader(of: bytes, name: name)
    try MaskError.check(header, isInterlaced: PNGHeader.isInterlaced(bytes), of: name)
    try limits.check(height: header.height, width: header.width, of: name)
    self.init(
      height: header.height, width: header.width,
      bytes: try indices(of: bytes, header, name: name))
  }

  /// The mask as a PNG file of 8 bits whose palette is `palette`, of 1 to 256 colours; those that
  /// it lacks are black.
  ///
  /// This is the form of VOC's own masks, and of predictions for its server. Read again, it has the
  /// same bytes, whatever the palette is.
  ///
  /// - Throws: `ImageError.notEncoded` where memory is short.
  public func png(palette: [Color]) throws -> [UInt8] {
    precondition(
      (1...256).contains(palette.count), "a palette has 1 to 256 colours, not \(palette.count)")
    let colours =
      palette.flatMap { [$0.red, $0.green, $0.blue] }
      + [UInt8](repeating: 0, count: 3 * (256 - palette.count))
    var encoded: UnsafeMutablePointer<UInt8>?
    var count = 0
    var failure = ci_failure()
    defer { free(encoded) }
    let status = ci_png_encode_indices(
      bytes, UInt32(clamping: height), UInt32(clamping: width), colours, &encoded, &count, &failure)
    guard status == CI_DONE else {
      throw ImageError.notEncoded(shape: [1, height, width], cause: text(of: failure))
    }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}

/// The numbers of the pixels of a file that has such.
private func indices(of bytes: [UInt8], _ header: ImageHeader, name: String) throws -> [UInt8] {
  let count = header.height * header.width
  return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    var failure = ci_failure()
    let status = ci_png_indices(
      bytes, bytes.count, UInt32(header.height), UInt32(header.width), buffer.baseAddress, &failure)
    switch status {
    case CI_DONE: initialized = count
    case CI_TRUNCATED: throw ImageError.truncated(file: name, found: bytes.count)
    case CI_UNSUPPORTED: throw ImageError.unsupported(file: name, cause: text(of: failure))
    case CI_NO_MEMORY:
      throw ImageError.noMemory(file: name, height: header.height, width: header.width)
    default: throw ImageError.corrupt(file: name, offset: nil, cause: text(of: failure))
    }
  }
}

extension PNGHeader {
  /// Whether the rows of a file, whose header was read, come in seven passes (ISO 15948, 8.2).
  fileprivate static func isInterlaced(_ bytes: [UInt8]) -> Bool { bytes[28] != 0 }
}

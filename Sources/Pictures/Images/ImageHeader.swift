/// What an encoded picture says of itself before it is decoded.
public struct ImageHeader: Sendable, Hashable {
  /// The formats that are read.
  public enum Format: String, Sendable, Codable {
    /// ITU-T T.81, baseline or progressive.
    case jpeg = "JPEG"
    /// ISO 15948.
    case png = "PNG"
  }

  /// The format, told by the first bytes.
  public let format: Format
  /// The number of stored rows, 1 or more; as seen it may be that of columns.
  public let height: Int
  /// The number of stored columns, 1 or more.
  public let width: Int
  /// How many values a pixel has in the file: 1...4, alpha and black included; 1 with a palette.
  public let channels: Int
  /// How many bits each value has: 8 in a JPEG, 1, 2, 4, 8 or 16 in a PNG.
  public let bits: Int
  /// How the stored picture is seen; upright where the file does not say, or says nonsense.
  public let orientation: Orientation

  /// Reads the header of the file that `bytes` are.
  ///
  /// - Throws: `ImageError`, naming `name`, where it is not that of a JPEG or PNG of 1x1 or more.
  init(of bytes: [UInt8], name: String) throws {
    switch FileSignature(bytes) {
    case .jpeg:
      var walk = JPEGHeader(bytes, name)
      self = try walk.read()
    case .png: self = try PNGHeader(bytes, name).read()
    case .other(let found): throw ImageError.unknownFormat(file: name, found: found)
    }
  }

  init(
    format: Format, height: Int, width: Int, channels: Int, bits: Int, orientation: Orientation
  ) {
    self.format = format
    self.height = height
    self.width = width
    self.channels = channels
    self.bits = bits
    self.orientation = orientation
  }
}

/// What the first bytes of a file tell of its format.
enum FileSignature {
  case jpeg
  case png
  /// Something else, in words.
  case other(String)

  init(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xff, 0xd8]) {
      self = .jpeg
    } else if bytes.starts(with: PNGHeader.signature) {
      self = .png
    } else {
      let known = Self.known.first { offset, text, _ in
        bytes.dropFirst(offset).starts(with: text.utf8)
      }
      self = .other(
        known?.name ?? "bytes \(hex(Array(bytes.prefix(8)))), which are no known format")
    }
  }

  /// Where a format's mark is, what it is, and what a file that has it is called.
  private static let known: [(offset: Int, text: String, name: String)] = [
    (0, "GIF8", "a GIF"), (8, "WEBP", "a WebP"), (0, "BM", "a BMP"), (0, "II*\0", "a TIFF"),
    (0, "MM\0*", "a TIFF"), (4, "ftypavi", "an AVIF"), (4, "ftyp", "a HEIC or a film"),
    (4, "JXL ", "a JPEG XL"), (4, "jP  ", "a JPEG 2000"), (0, "8BPS", "a Photoshop file"),
    (0, "P5\n", "a PGM"), (0, "P6\n", "a PPM"), (0, "PK\u{3}\u{4}", "a zip archive"),
    (0, "<svg", "an SVG"), (0, "<", "a web page or other text"), (0, "%PDF", "a PDF"),
    (257, "ustar", "a tar archive"),
  ]
}

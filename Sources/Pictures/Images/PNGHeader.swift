/// Walks the chunks of a PNG file from end to end (ISO 15948, 5.3 and 11.2).
struct PNGHeader {
  /// The first eight bytes of every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  private let bytes: [UInt8]
  private let name: String

  /// The header of `bytes`, which start with the signature.
  init(_ bytes: [UInt8], _ name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// Size and channels from the first chunk, orientation from `eXIf`, wherever it is.
  ///
  /// A file without `IEND`, its last chunk, is truncated.
  func read() throws -> ImageHeader {
    var orientation: Orientation?
    var place = Self.signature.count
    while true {
      guard place + 12 <= bytes.count else { throw truncated }
      let length = number(at: place)
      let kind = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
      guard (kind == "IHDR" && length == 13) || place > Self.signature.count else {
        throw corrupt("its first chunk is not IHDR of 13 bytes", place)
      }
      guard length <= bytes.count - place - 12 else { throw truncated }
      if kind == "eXIf" {
        orientation = Exif.orientation(inTIFF: bytes[(place + 8)..<(place + 8 + length)])
      }
      if kind == "IEND" { break }
      place += 12 + length
    }
    return try header(orientation: orientation ?? .upright)
  }

  /// What `IHDR` tells; it is the first chunk.
  private func header(orientation: Orientation) throws -> ImageHeader {
    let start = Self.signature.count + 8
    let (width, height) = (number(at: start), number(at: start + 4))
    let most = Int(Int32.max)
    guard (1...most).contains(height), (1...most).contains(width) else {
      throw corrupt("its size is \(height)x\(width)", start)
    }
    let (bits, colour) = (Int(bytes[start + 8]), bytes[start + 9])
    guard let channels = Self.channels[colour], [1, 2, 4, 8, 16].contains(bits) else {
      throw corrupt("its colour type is \(colour) with \(bits) bits", start + 8)
    }
    return ImageHeader(
      format: .png, height: height, width: width, channels: channels, bits: bits,
      orientation: orientation)
  }

  /// How many values a pixel of each colour type has (ISO 15948, table 6.1).
  private static let channels: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]

  /// The unsigned number of four bytes at `place`, most significant first.
  private func number(at place: Int) -> Int {
    bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  private var truncated: ImageError { .truncated(file: name, found: bytes.count) }

  private func corrupt(_ cause: String, _ place: Int) -> ImageError {
    .corrupt(file: name, offset: place, cause: cause)
  }
}

/// Walks the markers of a JPEG file up to its first scan (ITU-T T.81, B.1 and B.2).
struct JPEGHeader {
  private let bytes: [UInt8]
  private let name: String
  private var place = 2
  private var frame: (height: Int, width: Int, channels: Int, bits: Int)?
  private var orientation: Orientation?

  /// The header of `bytes`, which start with the mark of a JPEG file.
  init(_ bytes: [UInt8], _ name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// Size and channels from the frame, orientation from the first EXIF that has one.
  mutating func read() throws -> ImageHeader {
    while true {
      let marker = try nextMarker()
      if marker == Marker.scan { break }
      if marker == Marker.end { throw corrupt("it ends before its picture starts") }
      if Marker.standalone.contains(marker) || marker == Marker.start { continue }
      let segment = try nextSegment()
      if Marker.frames.contains(marker), !Marker.notFrames.contains(marker) {
        try readFrame(marker, segment)
      } else if marker == Marker.application1 {
        orientation = orientation ?? Exif.orientation(inSegment: segment)
      }
    }
    guard let frame else { throw corrupt("its picture starts before its size is told") }
    return ImageHeader(
      format: .jpeg, height: frame.height, width: frame.width, channels: frame.channels,
      bits: frame.bits, orientation: orientation ?? .upright)
  }

  /// The marker after the next byte 0xff; bytes before it are passed over, as libjpeg does.
  private mutating func nextMarker() throws -> UInt8 {
    while true {
      while try byte(at: place) != 0xff { place += 1 }
      while try byte(at: place) == 0xff { place += 1 }
      let marker = bytes[place]
      place += 1
      if marker != 0 { return marker }
    }
  }

  /// The segment at `place`, without its length.
  private mutating func nextSegment() throws -> ArraySlice<UInt8> {
    let length = try Int(byte(at: place)) << 8 | Int(byte(at: place + 1))
    guard length >= 2 else { throw corrupt("a segment has a length of \(length)") }
    guard length <= bytes.count - place else { throw truncated }
    defer { place += length }
    return bytes[(place + 2)..<(place + length)]
  }

  private mutating func readFrame(_ marker: UInt8, _ segment: ArraySlice<UInt8>) throws {
    guard frame == nil else { throw corrupt("it has two frames") }
    guard Marker.readableFrames.contains(marker) else {
      throw ImageError.unsupported(
        file: name, cause: "a frame of type \(marker - 0xc0), lossless or hierarchical")
    }
    let values = Array(segment)
    guard values.count >= 6 else { throw corrupt("its frame is cut short") }
    let height = Int(values[1]) << 8 | Int(values[2])
    let width = Int(values[3]) << 8 | Int(values[4])
    guard height > 0, width > 0 else { throw corrupt("its size is \(height)x\(width)") }
    guard values[0] == 8 else {
      throw ImageError.unsupported(file: name, cause: "\(values[0]) bits rather than 8")
    }
    guard [1, 3, 4].contains(values[5]) else {
      throw ImageError.unsupported(
        file: name, cause: "\(values[5]) components rather than 1, 3 or 4")
    }
    frame = (height, width, Int(values[5]), 8)
  }

  private func byte(at place: Int) throws -> UInt8 {
    guard place < bytes.count else { throw truncated }
    return bytes[place]
  }

  private var truncated: ImageError { .truncated(file: name, found: bytes.count) }

  private func corrupt(_ cause: String) -> ImageError {
    .corrupt(file: name, offset: place, cause: cause)
  }
}

/// The markers that matter here (ITU-T T.81, table B.1).
private enum Marker {
  static let start: UInt8 = 0xd8
  static let end: UInt8 = 0xd9
  static let scan: UInt8 = 0xda
  static let application1: UInt8 = 0xe1
  /// Those without a segment: TEM and the restarts.
  static let standalone: [UInt8] = [0x01] + (0xd0...0xd7)
  static let frames: ClosedRange<UInt8> = 0xc0...0xcf
  /// Tables and a reserved code among the frames.
  static let notFrames: [UInt8] = [0xc4, 0xc8, 0xcc]
  /// Baseline, extended and progressive, and the latter two with arithmetic coding.
  static let readableFrames: [UInt8] = [0xc0, 0xc1, 0xc2, 0xc9, 0xca]
}

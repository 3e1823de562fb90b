/// The orientation in EXIF data: tag 274 of the first directory of a TIFF file (EXIF 2.3, 4.6).
enum Exif {
  /// The orientation that the segment of a JPEG's `APP1` tells, where it is EXIF and does.
  static func orientation(inSegment segment: ArraySlice<UInt8>) -> Orientation? {
    let mark: [UInt8] = Array("Exif\0\0".utf8)
    return segment.starts(with: mark) ? orientation(inTIFF: segment.dropFirst(mark.count)) : nil
  }

  /// The orientation that a TIFF file tells; `nil` where it does not, or is damaged.
  static func orientation(inTIFF data: ArraySlice<UInt8>) -> Orientation? {
    let isLittle = data.starts(with: Array("II*\0".utf8))
    guard isLittle || data.starts(with: Array("MM\0*".utf8)) else { return nil }
    let reader = TIFFReader(data: data, isLittle: isLittle)
    guard let directory = reader.number(at: 4, bytes: 4),
      let count = reader.number(at: directory, bytes: 2)
    else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = reader.number(at: place, bytes: 2) else { return nil }
      guard tag == 274 else { continue }
      guard let kind = reader.number(at: place + 2, bytes: 2),
        reader.number(at: place + 4, bytes: 4) == 1,
        let size = kind == 3 ? 2 : kind == 4 ? 4 : nil,  // SHORT, LONG
        let value = reader.number(at: place + 8, bytes: size)
      else { return nil }
      return Orientation(rawValue: value)
    }
    return nil
  }
}

/// Numbers of a TIFF file, by their offset from its start.
private struct TIFFReader {
  let data: ArraySlice<UInt8>
  let isLittle: Bool

  /// The unsigned number at `offset`, or `nil` where the data end before.
  func number(at offset: Int, bytes count: Int) -> Int? {
    guard offset >= 0, offset <= data.count - count else { return nil }
    let bytes = data[(data.startIndex + offset)..<(data.startIndex + offset + count)]
    let values = bytes.map { Int($0) }
    return (isLittle ? values.reversed() : values).reduce(0) { $0 << 8 | $1 }
  }
}

import Pictures

extension FileCheck {
  /// EXIF data: they tell the same orientation, or none, in a JPEG and in a PNG.
  ///
  /// `refused` where they tell none, or that the picture is upright.
  public static let exif = FileCheck(name: "exif", longest: 1_024) { bytes, _ in
    let segment = Array("Exif\0\0".utf8) + bytes
    let length = segment.count + 2
    let application1: [UInt8] = [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)] + segment
    let frame: [UInt8] = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]
    let jpeg = try orientation([0xff, 0xd8] + application1 + frame + [0xff, 0xda])
    let header: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    let png = try orientation(
      signature + chunk("IHDR", header) + chunk("eXIf", bytes) + chunk("IEND", []))
    try require(jpeg == png, "\(jpeg) in a JPEG, \(png) in a PNG")
    return jpeg == .upright ? .refused("") : .read
  }
}

private func orientation(_ bytes: [UInt8]) throws -> Orientation {
  do {
    return try ImageFile(bytes: bytes, name: "exif").header.orientation
  } catch {
    throw Violation(description: "EXIF made a picture unreadable: \(error)")
  }
}

/// A chunk without its check sum, which headers are read without.
private func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(data.count >> $0 & 255) } + Array(kind.utf8) + data + [0, 0, 0, 0]
}

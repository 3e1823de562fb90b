import Foundation
import Pictures

/// The encoded pictures of `Golden/pictures`, and what Pillow makes of them.
enum PictureFixtures {
  static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/pictures").path

  /// Every file of pixels: `<picture>.ppm`, `<picture>.pgm`, `<picture>.<scale>.ppm`.
  static let expected: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".ppm") || $0.hasSuffix(".pgm") }.sorted()

  static let pictures: [String] =
    Set(expected.map { $0.split(separator: ".")[0...1].joined(separator: ".") }).sorted()

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  static func image(_ name: String) throws -> ImageFile {
    try ImageFile("\(folder)/\(name)")
  }

  /// The pixels of a binary PPM or PGM, one whole channel after another.
  static func pixels(_ name: String) throws -> Picture {
    let data = try bytes(name)
    var fields: [String] = []
    var place = 0
    while fields.count < 4 {
      let field = data[place...].prefix { $0 > 32 }
      fields.append(String(decoding: field, as: UTF8.self))
      place += field.count + 1
    }
    let channels = fields[0] == "P6" ? 3 : 1
    let (width, height) = (Int(fields[1]) ?? 0, Int(fields[2]) ?? 0)
    let planes = (0..<channels).flatMap { channel in
      stride(from: place + channel, to: data.count, by: channels).map { data[$0] }
    }
    return Picture(channels: channels, height: height, width: width, bytes: planes)
  }
}

/// The part of `picture` that `region` is.
func cut(_ region: Region, of picture: Picture) -> Picture {
  let bytes = (0..<picture.channels).flatMap { channel in
    (0..<region.height).flatMap { row in
      (0..<region.width).map { picture[channel, region.top + row, region.left + $0] }
    }
  }
  return Picture(
    channels: picture.channels, height: region.height, width: region.width, bytes: bytes)
}

/// The error that `body` throws, where it is about one encoded picture.
func imageError(_ body: () throws -> Void) -> ImageError? {
  do {
    try body()
    return nil
  } catch {
    return error as? ImageError
  }
}

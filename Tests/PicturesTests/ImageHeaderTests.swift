import Foundation
import Pictures
import Testing

struct ImageHeaderTests {
  @Test(arguments: [
    ("rgb-420.jpg", ImageHeader.Format.jpeg, [23, 37], 3, 8),
    ("grey-progressive.jpg", .jpeg, [19, 27], 1, 8), ("ycck.jpg", .jpeg, [21, 26], 4, 8),
    ("palette-4.png", .png, [11, 19], 1, 4),
    ("grey-alpha-16-interlaced.png", .png, [11, 19], 2, 16),
    ("rgba-8.png", .png, [11, 19], 4, 8),
  ])
  func `a header tells format, size, channels and bits`(
    name: String, format: ImageHeader.Format, size: [Int], channels: Int, bits: Int
  ) throws {
    let header = try PictureFixtures.image(name).header
    #expect(header.format == format)
    let found = [header.height, header.width]
    #expect(found == size)
    #expect(header.channels == channels)
    #expect(header.bits == bits)
    #expect(header.orientation == .upright)
  }

  @Test(arguments: Orientation.allCases)
  func `a header tells the orientation`(orientation: Orientation) throws {
    let image = try PictureFixtures.image("orientation-\(orientation.rawValue).jpg")
    #expect(image.header.orientation == orientation)
    let size = image.size()
    #expect(size == (orientation.swapsSides ? (20, 13) : (13, 20)))
  }

  @Test(arguments: ["orientation-0.jpg", "orientation-9.jpg"])
  func `an orientation that is none is upright`(name: String) throws {
    #expect(try PictureFixtures.image(name).header.orientation == .upright)
  }

  @Test func `a PNG's orientation is found behind its pixels too`() throws {
    #expect(try PictureFixtures.image("orientation-6.png").header.orientation == .turnedRight)
    let whole = try PictureFixtures.bytes("orientation-6.png")
    let exif = try #require(place(of: "eXIf", in: whole)) - 4
    let length = whole[exif..<(exif + 4)].reduce(0) { $0 << 8 | Int($1) } + 12
    let end = try #require(place(of: "IEND", in: whole)) - 4
    let moved =
      Array(whole[..<exif]) + whole[(exif + length)..<end] + whole[exif..<(exif + length)]
      + whole[end...]
    #expect(moved.count == whole.count && moved != whole)
    #expect(try ImageFile(bytes: moved, name: "a").header.orientation == .turnedRight)
  }

  /// Where `text` first begins.
  private func place(of text: String, in bytes: [UInt8]) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }

  @Test func `EXIF of big-endian numbers, and of four bytes, is read`() throws {
    let plain = try PictureFixtures.bytes("rgb-1x17.jpg")
    let short: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]
    let long: [UInt8] = [0x01, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8]
    for entry in [short, long] {
      let tiff: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
      #expect(try image(plain, withExif: tiff).header.orientation == .turnedLeft)
    }
  }

  @Test func `damaged EXIF is passed over`() throws {
    let plain = try PictureFixtures.bytes("rgb-1x17.jpg")
    let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]
    let whole: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
    for length in 0..<20 {
      #expect(try image(plain, withExif: Array(whole[..<length])).header.orientation == .upright)
    }
    let far: [UInt8] = Array("MM\0*".utf8) + [255, 255, 255, 255, 0, 1] + entry
    #expect(try image(plain, withExif: far).header.orientation == .upright)
  }

  private func image(_ jpeg: [UInt8], withExif tiff: [UInt8]) throws -> ImageFile {
    let length = tiff.count + 8
    let segment =
      [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)] + Array("Exif\0\0".utf8) + tiff
    return try ImageFile(bytes: Array(jpeg[..<2]) + segment + Array(jpeg[2...]), name: "a")
  }
}

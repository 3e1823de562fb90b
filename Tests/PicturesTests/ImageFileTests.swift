import Foundation
import Pictures
import Randomness
import Testing

struct ImageFileTests {
  /// What `<picture>.ppm`, `.pgm` or `.<scale>.ppm` was decoded as.
  private func decoding(of expected: String) -> ImageDecoding {
    let parts = expected.split(separator: ".")
    return ImageDecoding(
      channels: parts.last == "pgm" ? 1 : 3,
      scale: Int(parts[2]).flatMap(ImageDecoding.Scale.init(rawValue:)) ?? .full)
  }

  private func picture(of expected: String) -> String {
    expected.split(separator: ".")[0...1].joined(separator: ".")
  }

  @Test func `there are fixtures of both formats`() {
    #expect(PictureFixtures.pictures.filter { $0.hasSuffix(".jpg") }.count == 28)
    #expect(PictureFixtures.pictures.filter { $0.hasSuffix(".png") }.count == 34)
  }

  @Test(arguments: PictureFixtures.expected)
  func `a picture has the pixels that Pillow makes of it`(expected: String) throws {
    let image = try PictureFixtures.image(picture(of: expected))
    let decoding = decoding(of: expected)
    let found = try image.picture(decoding)
    #expect(found == (try PictureFixtures.pixels(expected)))
    let size = image.size(decoding)
    #expect(found.shape == [decoding.channels, size.height, size.width])
  }

  @Test(arguments: PictureFixtures.expected)
  func `a region has the pixels that the whole picture has there`(expected: String) throws {
    let image = try PictureFixtures.image(picture(of: expected))
    var decoding = decoding(of: expected)
    let whole = try image.picture(decoding)
    var random = (Seed(7) / expected).stream
    for _ in 0..<20 {
      let height = 1 + random.below(whole.height)
      let width = 1 + random.below(whole.width)
      let region = Region(
        top: random.below(whole.height - height + 1), left: random.below(whole.width - width + 1),
        height: height, width: width)
      decoding.region = region
      #expect(try image.picture(decoding) == cut(region, of: whole), "\(region)")
    }
  }

  @Test func `every narrow region of a picture of many blocks is as in the whole`() throws {
    let image = try PictureFixtures.image("large-420.jpg")
    let whole = try image.picture()
    for place in 0..<(whole.height - 1) {
      let region = Region(top: place, left: place, height: 2, width: 3)
      #expect(try image.picture(ImageDecoding(region: region)) == cut(region, of: whole))
    }
  }

  @Test(arguments: [
    Region(top: -1, left: 0, height: 1, width: 1),
    Region(top: 0, left: -1, height: 1, width: 1),
    Region(top: 0, left: 0, height: 0, width: 1),
    Region(top: 0, left: 0, height: 20, width: 1),
    Region(top: 1, left: 0, height: 19, width: 1),
    Region(top: 0, left: 27, height: 1, width: 1),
    Region(top: 0, left: 2, height: 1, width: .max),
  ])
  func `a region beyond the picture is refused`(region: Region) throws {
    let image = try PictureFixtures.image("grey.jpg")
    let error = imageError { _ = try image.picture(ImageDecoding(region: region)) }
    #expect(error == .regionOutside(file: image.name, region: region, height: 19, width: 27))
  }

  @Test func `orientation is left aside where asked`() throws {
    let image = try PictureFixtures.image("orientation-6.jpg")
    let stored = try image.picture(ImageDecoding(appliesOrientation: false))
    let upright = try image.picture()
    #expect(stored.shape == [3, 13, 20])
    #expect(upright.shape == [3, 20, 13])
    for row in 0..<13 {
      for column in 0..<20 {
        #expect(stored[1, row, column] == upright[1, column, 12 - row])
      }
    }
  }

  @Test func `a scale leaves a PNG at its size`() throws {
    let image = try PictureFixtures.image("rgb-8.png")
    #expect(try image.picture(ImageDecoding(scale: .quarter)) == image.picture())
  }

  @Test func `the format is told by the bytes, not by the name`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(PictureFixtures.bytes("rgb-8.png"), to: "a.jpg")
    let image = try ImageFile(file)
    #expect(image.header.format == .png)
    #expect(try image.picture() == PictureFixtures.pixels("rgb-8.png.ppm"))
  }

  @Test func `bytes behind the end of a picture are left alone`() throws {
    for name in ["rgb-420.jpg", "rgb-8.png"] {
      let bytes = try PictureFixtures.bytes(name) + [1, 2, 3]
      #expect(
        try ImageFile(bytes: bytes, name: name).picture() == PictureFixtures.image(name).picture())
    }
  }
}

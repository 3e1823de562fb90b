import Foundation
import Pictures
import Randomness
import Testing

struct MaskPNGTests {
  @Test(arguments: MaskFixtures.golden("indices"))
  func `palettes are read as places in them, grey as it is stored`(golden: GoldenPicture) throws {
    let file = try golden.text("file")
    let mask = try Mask("\(PictureFixtures.folder)/\(file)")
    #expect(mask == Mask(golden.picture))
    #expect(Set(mask.bytes).count > 1)
  }

  @Test func `a number beyond a file's palette is kept, for colours have no say`() throws {
    let mask = Mask(height: 1, width: 3, bytes: [0, 21, 255])
    let file = try PNGChunk.all(of: mask.png(palette: Palette.voc)).flatMap { chunk in
      chunk.kind == "PLTE" ? PNGChunk.encoded("PLTE", Array(chunk.data[..<9])) : chunk.whole
    }
    let read = try Mask(png: Array(file), name: "short.png")
    #expect(read == mask)
  }

  @Test(arguments: [
    ("rgb-8.png", MaskError.hasColours(file: "rgb-8.png", found: "red, green and blue")),
    ("rgba-8.png", .hasColours(file: "rgba-8.png", found: "colours and opacity")),
    ("grey-alpha-8.png", .hasColours(file: "grey-alpha-8.png", found: "grey and opacity")),
    ("rgb-16.png", .hasColours(file: "rgb-16.png", found: "red, green and blue")),
    ("grey-16.png", .hasSixteenBits(file: "grey-16.png")),
    ("palette-4-interlaced.png", .isInterlaced(file: "palette-4-interlaced.png")),
    ("grey-8-interlaced.png", .isInterlaced(file: "grey-8-interlaced.png")),
    ("grey.jpg", .notPNG(file: "grey.jpg", found: "a JPEG")),
  ])
  func `a mask with colours, of 16 bits, interlaced or a JPEG is refused`(
    name: String, expected: MaskError
  ) throws {
    let bytes = try PictureFixtures.bytes(name)
    #expect(maskError { _ = try Mask(png: bytes, name: name) } == expected)
  }

  @Test func `another format is told by its first bytes`() {
    #expect(
      maskError { _ = try Mask(png: Array("GIF89a".utf8), name: "m.png") }
        == .notPNG(file: "m.png", found: "a GIF"))
    #expect(imageError { _ = try Mask(png: [], name: "m.png") } == .empty(file: "m.png"))
  }

  @Test func `sizes are checked before memory is taken`() throws {
    var bytes = try Mask(1, height: 3, width: 4).png(palette: Palette.voc)
    #expect(
      imageError { _ = try Mask(png: bytes, name: "m", limits: ImageLimits(pixels: 11)) }
        == .tooManyPixels(file: "m", height: 3, width: 4, limit: 11))
    #expect(try Mask(png: bytes, name: "m", limits: ImageLimits(pixels: 12)).height == 3)
    #expect(
      imageError { _ = try Mask(png: bytes, name: "m", limits: ImageLimits(bytes: 9)) }
        == .tooManyBytes(file: "m", found: bytes.count, limit: 9))
    bytes.replaceSubrange(16..<24, with: [0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff])
    #expect(
      imageError { _ = try Mask(png: bytes, name: "m") }
        == .tooManyPixels(
          file: "m", height: 2_147_483_647, width: 2_147_483_647, limit: 64_000_000))
  }

  @Test func `a file that is cut or damaged gives an error that names it`() throws {
    let bytes = try MaskFixtures.mask().png(palette: Palette.voc)
    let data = try #require(PNGChunk.all(of: bytes).first { $0.kind == "IDAT" })
    for count in [0, 9, 20, data.start + 12, bytes.count - 12] {
      let error = imageError { _ = try Mask(png: Array(bytes[..<count]), name: "cut.png") }
      #expect(error?.description.contains("cut.png") == true, "\(count)")
    }
    var damaged = bytes
    damaged[data.start + 20] ^= 0x10
    let error = imageError { _ = try Mask(png: damaged, name: "hurt.png") }
    #expect(error?.description.contains("hurt.png") == true)
  }

  @Test(arguments: [(1, 1), (1, 17), (17, 1), (64, 61)])
  func `a mask that is written and read again has the same bytes`(height: Int, width: Int) throws {
    var random = Seed(UInt64(height)).stream
    let bytes = (0..<(height * width)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let mask = Mask(height: height, width: width, bytes: bytes)
    for palette in [Palette.voc, Palette.cityscapes, Array(Palette.voc[..<1])] {
      #expect(try Mask(png: mask.png(palette: palette), name: "written") == mask)
    }
  }

  @Test func `what is written has the header and the palette that Pillow gives it`() throws {
    let golden = try [UInt8](Data(contentsOf: GoldenPicture.url("masks/voc.png")))
    let mask = try MaskFixtures.mask()
    #expect(try Mask(png: golden, name: "golden") == mask)
    let written = try PNGChunk.all(of: mask.png(palette: Palette.voc))
    let expected = try PNGChunk.all(of: golden)
    for kind in ["IHDR", "PLTE"] {
      let data = try #require(written.first { $0.kind == kind }?.data)
      #expect(data == expected.first { $0.kind == kind }?.data)
    }
  }

  @Test func `a palette of few colours is filled up with black, none or too many are a slip`()
    async throws
  {
    let file = try Mask(0, height: 1, width: 1).png(palette: Palette.cityscapes)
    let palette = try #require(PNGChunk.all(of: file).first { $0.kind == "PLTE" }).data
    #expect(palette.count == 768)
    #expect(Array(palette[..<6]) == [128, 64, 128, 244, 35, 232])
    #expect(palette[57...].allSatisfy { $0 == 0 })
    await #expect(processExitsWith: .failure) {
      _ = try Mask(height: 1, width: 1, bytes: [0]).png(palette: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = try Mask(height: 1, width: 1, bytes: [0]).png(palette: Palette.voc + Palette.voc)
    }
  }
}

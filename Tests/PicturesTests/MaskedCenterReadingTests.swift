import Pictures
import Randomness
import Testing

struct MaskedCenterReadingTests {
  private static func middles(_ kind: String) -> [GoldenPicture] {
    MaskFixtures.golden("shown", of: kind).filter { $0.words["resize"] != nil }
  }

  private func read(_ golden: GoldenPicture) throws -> (picture: Picture, mask: Mask) {
    let reading = MaskedCenterReading(
      Resize(.shorterSide(try golden.count("resize"))),
      crop: CenterCrop(height: try golden.count("height"), width: try golden.count("width")))
    var random = Seed(1).stream
    return try reading(MaskFixtures.image(), as: ImageDecoding(), MaskFixtures.mask(), &random)
  }

  @Test(arguments: middles("picture"))
  func `a picture's middle is torchvision's`(golden: GoldenPicture) throws {
    #expect(try read(golden).picture == golden.picture)
  }

  @Test(arguments: middles("mask"))
  func `a mask's middle is torchvision's, ignored beside it`(golden: GoldenPicture) throws {
    #expect(try read(golden).mask == Mask(golden.picture))
  }

  @Test func `a square is as wide as the resized picture's shorter side`() {
    #expect(
      MaskedCenterReading(size: 513)
        == MaskedCenterReading(Resize(.shorterSide(513)), crop: CenterCrop(size: 513)))
  }

  @Test func `a picture too long to resize is refused`() throws {
    let image = try PictureFixtures.image("rgb-17x1.jpg")
    let size = image.size()
    let mask = Mask(0, height: size.height, width: size.width)
    var random = Seed(1).stream
    #expect(throws: PicturesError.resizedTooLarge(size: [153_000, 9_000], limit: Resize.limit)) {
      try MaskedCenterReading(size: 9_000)(image, as: ImageDecoding(), mask, &random)
    }
  }
}

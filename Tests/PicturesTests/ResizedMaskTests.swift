import Pictures
import Randomness
import Testing

/// Pictures and masks that are resized together, beside what Pillow and torchvision make of them.
struct ResizedMaskTests {
  /// A reading of all of a picture at one scale.
  private func whole(_ golden: GoldenPicture) throws -> (picture: Picture, mask: Mask) {
    let scale = try golden.number("scale")
    let reading = MaskedCropReading(
      height: golden.picture.height, width: golden.picture.width, scale: scale...scale, flip: nil)
    var random = Seed(1).stream
    return try reading(
      MaskFixtures.image(), as: ImageDecoding(), MaskFixtures.mask(), &random)
  }

  @Test(arguments: MaskFixtures.golden("resized", of: "mask"))
  func `a mask has the bytes of Pillow's and torchvision's nearest`(golden: GoldenPicture) throws {
    #expect(try whole(golden).mask == Mask(golden.picture))
  }

  @Test(arguments: MaskFixtures.golden("resized", of: "picture"))
  func `its picture has the bytes of Pillow's bilinear`(golden: GoldenPicture) throws {
    #expect(try whole(golden).picture == golden.picture)
  }

  @Test func `a mask's bytes come from it, whatever the scale is`() throws {
    let mask = try MaskFixtures.mask()
    let labels = Set(mask.bytes)
    for (number, scale) in [0.02, 0.3, 0.999, 1.001, 3.7, 9].enumerated() {
      let reading = MaskedCropReading(size: 12, scale: scale...scale)
      var random = (Seed(3) / number).stream
      let shown = try reading(MaskFixtures.image(), as: ImageDecoding(), mask, &random).mask
      #expect(labels.isSuperset(of: shown.bytes))
    }
  }
}

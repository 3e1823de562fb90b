import Pictures
import Randomness
import Testing

/// Readings that decode a JPEG at a smaller scale.
struct ReducedReadingTests {
  private func read(
    _ reading: any ImageReading, _ image: ImageFile, seed: Int = 0, upright: Bool = true
  ) throws -> Picture {
    var random = (Seed(4) / seed).stream
    return try reading(image, as: ImageDecoding(appliesOrientation: upright), &random)
  }

  @Test(arguments: [1.0, 1.5, 2.5], Resampling.allCases)
  func `the same rectangle of the picture is resized, from its pixels at the scale`(
    gap: Double, resampling: Resampling
  ) throws {
    let image = try PictureFixtures.image("large-420.jpg")
    let crop = RandomResizedCrop(height: 9, width: 11, resampling: resampling)
    for seed in 0..<40 {
      var random = (Seed(4) / seed).stream
      let size = image.size()
      let region = crop.region(ofHeight: size.height, width: size.width, &random)
      let fitting = ImageDecoding.Scale.allCases.last {
        Double(region.height) >= gap * Double(9 * $0.rawValue)
          && Double(region.width) >= gap * Double(11 * $0.rawValue)
      }
      let scale = fitting ?? .full
      let step = scale.rawValue
      let whole = try image.picture(ImageDecoding(scale: scale))
      let top = region.top / step
      let left = region.left / step
      let bottom = (region.top + region.height + step - 1) / step
      let right = (region.left + region.width + step - 1) / step
      let touched = whole.cropped(
        to: Region(top: top, left: left, height: bottom - top, width: right - left))
      let scaled = Float(step)
      let expected = touched.resized(
        height: 9, width: 11,
        box: Box(
          top: Float(region.top) / scaled - Float(top),
          left: Float(region.left) / scaled - Float(left),
          bottom: Float(region.top + region.height) / scaled - Float(top),
          right: Float(region.left + region.width) / scaled - Float(left)), with: resampling)
      #expect(try read(RandomCropReading(crop, reducingGap: gap), image, seed: seed) == expected)
    }
  }

  @Test(arguments: 1...8)
  func `a picture that is turned is read as one that is not, and then turned`(number: Int) throws {
    let image = try PictureFixtures.image("orientation-\(number).jpg")
    let isTurned = number >= 5
    for (height, width) in [(3, 4), (4, 3), (2, 2), (6, 5)] {
      func reading(_ height: Int, _ width: Int) -> CenterCropReading {
        CenterCropReading(
          Resize(.exactly(height: height, width: width)),
          crop: CenterCrop(height: height, width: width), reducingGap: 1)
      }
      let stored = try read(
        isTurned ? reading(width, height) : reading(height, width), image, upright: false)
      let found = try read(reading(height, width), image)
      // Rows and columns are rounded in another order where they change places.
      #expect(difference(found, seen(stored, number)) <= 1)
    }
  }

  @Test func `where a scale would leave too little, every pixel is decoded`() throws {
    let image = try PictureFixtures.image("large-420.jpg")
    let size = image.size()
    let crop = RandomResizedCrop(size: size.height / 2 + 1)
    for seed in 0..<10 {
      #expect(
        try read(RandomCropReading(crop, reducingGap: 1), image, seed: seed)
          == read(RandomCropReading(crop), image, seed: seed))
    }
    let png = try PictureFixtures.image("rgb-8.png")
    #expect(
      try read(CenterCropReading(size: 2, reducingGap: 1), png)
        == read(CenterCropReading(size: 2), png))
  }
}

/// `picture` as it is seen under EXIF orientation `number`.
private func seen(_ picture: Picture, _ number: Int) -> Picture {
  let isTurned = number >= 5
  let (height, width) =
    isTurned ? (picture.width, picture.height) : (picture.height, picture.width)
  let bytes = (0..<picture.channels).flatMap { channel in
    (0..<height).flatMap { row in
      (0..<width).map { column in
        let row = [3, 4, 7, 8].contains(number) ? height - 1 - row : row
        let column = [2, 3, 6, 7].contains(number) ? width - 1 - column : column
        return isTurned ? picture[channel, column, row] : picture[channel, row, column]
      }
    }
  }
  return Picture(channels: picture.channels, height: height, width: width, bytes: bytes)
}

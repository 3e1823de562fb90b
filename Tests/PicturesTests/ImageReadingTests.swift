import Foundation
import Pictures
import Randomness
import Testing

/// Readings beside the transforms that they stand for.
struct ImageReadingTests {
  typealias Pair = (name: String, reading: any ImageReading, transforms: [any Transform])

  static let pairs: [Pair] = Resampling.allCases.flatMap { resampling in
    pairs(resampling, RandomResizedCrop(height: 24, width: 18, resampling: resampling))
      + pairs(
        resampling,
        RandomResizedCrop(size: 9, scale: 0.01...0.2, ratio: 0.3...3, resampling: resampling))
  }

  private static func pairs(_ resampling: Resampling, _ crop: RandomResizedCrop) -> [Pair] {
    var pairs: [Pair] = [
      ("crop", RandomCropReading(crop), [crop]),
      ("crop, flip", RandomCropReading(crop, flip: RandomFlip()), [crop, RandomFlip()]),
    ]
    let resize = Resize(.shorterSide(crop.height), resampling: resampling)
    let exact = Resize(.exactly(height: 31, width: 12), resampling: resampling)
    for cut in [CenterCrop(height: 7, width: crop.width), CenterCrop(height: 40, width: 50)] {
      pairs.append(("middle", CenterCropReading(resize, crop: cut), [resize, cut]))
      pairs.append(("exact", CenterCropReading(exact, crop: cut), [exact, cut]))
    }
    return pairs
  }

  @Test(arguments: PictureFixtures.pictures)
  func `a reading makes what its transforms make of the whole picture`(name: String) throws {
    let image = try PictureFixtures.image(name)
    for decoding in [
      ImageDecoding(), ImageDecoding(channels: 1), ImageDecoding(appliesOrientation: false),
      ImageDecoding(scale: .half),
      ImageDecoding(region: Region(top: 0, left: 0, height: 1, width: 1)),
    ] {
      let whole = try image.picture(decoding)
      for (number, pair) in Self.pairs.enumerated() {
        for draw in 0..<2 {
          var random = (Seed(5) / name / number / draw).stream
          var same = random
          var again = random
          let expected = try pair.transforms(whole, &random)
          let found = try pair.reading(image, as: decoding, &same)
          #expect(found == expected, "\(pair.name) \(number) \(draw) \(decoding)")
          #expect(try pair.reading(whole, &again) == expected)
          #expect(random.next() == same.next())
        }
      }
    }
  }

  @Test func `a mirrored picture is shown half of the time`() throws {
    let image = try PictureFixtures.image("large-420.jpg")
    let crop = RandomResizedCrop(size: 20, scale: 1...1, ratio: 1...1)
    let (plain, mirrored) = (
      RandomCropReading(crop, flip: RandomFlip(probability: 0)),
      RandomCropReading(crop, flip: RandomFlip(probability: 1))
    )
    var random = Seed(1).stream
    let picture = try plain(image, as: ImageDecoding(), &random)
    random = Seed(1).stream
    #expect(try mirrored(image, as: ImageDecoding(), &random) == picture.mirrored)
  }

  @Test func `the middle is timm's part of the shorter side, rounded down`() {
    let reading = CenterCropReading(size: 224, part: 0.875, resampling: .bicubic)
    #expect(reading.resize == Resize(.shorterSide(256), resampling: .bicubic))
    #expect(reading.crop == CenterCrop(size: 224))
    #expect(CenterCropReading(size: 224, part: 0.95).resize.size == .shorterSide(235))
    #expect(CenterCropReading(size: 32, part: 1).resize.size == .shorterSide(32))
  }

  @Test func `a picture too long to resize is refused, encoded or not`() throws {
    let image = try PictureFixtures.image("rgb-17x1.jpg")
    let reading = CenterCropReading(size: 9_000, part: 1)
    var random = Seed(1).stream
    let error = PicturesError.resizedTooLarge(size: [153_000, 9_000], limit: Resize.limit)
    #expect(throws: error) { try reading(image, as: ImageDecoding(), &random) }
    #expect(throws: error) { try reading(image.picture(), &random) }
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomCropReading(RandomResizedCrop(size: 1), reducingGap: 0.5)
    }
    await #expect(processExitsWith: .failure) { _ = CenterCropReading(size: 8, part: 1.5) }
    await #expect(processExitsWith: .failure) { _ = CenterCropReading(size: 8, reducingGap: .nan) }
  }
}

import Pictures
import Randomness
import Testing

struct MaskedCropReadingTests {
  private func read(
    _ reading: any MaskedReading, _ random: inout RandomStream
  ) throws -> (picture: Picture, mask: Mask) {
    try reading(MaskFixtures.image(), as: ImageDecoding(), MaskFixtures.mask(), &random)
  }

  private static func shown(_ kind: String) -> [GoldenPicture] {
    MaskFixtures.golden("shown", of: kind).filter { $0.words["mirrored"] != nil }
  }

  private func read(_ golden: GoldenPicture) throws -> (picture: Picture, mask: Mask) {
    let scale = try golden.number("scale")
    let reading = MaskedCropReading(
      height: try golden.count("height"), width: try golden.count("width"), scale: scale...scale,
      flip: RandomFlip(probability: try golden.number("mirrored")))
    var random = Seed(1).stream
    return try read(reading, &random)
  }

  @Test(arguments: shown("picture"))
  func `a picture that is too small is padded and mirrored as torchvision's reference does`(
    golden: GoldenPicture
  ) throws {
    #expect(try read(golden).picture == golden.picture)
  }

  @Test(arguments: shown("mask"))
  func `a mask that is too small is padded with ignored pixels`(golden: GoldenPicture) throws {
    let mask = try read(golden).mask
    #expect(mask == Mask(golden.picture))
    #expect(mask.bytes.filter { $0 == Mask.ignored }.count > mask.bytes.count / 10)
  }

  /// What a reading draws, drawn here by the rules that are written at it.
  private struct Draws {
    let size: (height: Int, width: Int)
    let region: Region
    let isMirrored: Bool

    init(_ reading: MaskedCropReading, _ random: inout RandomStream) {
      let (low, high) = (reading.scale.lowerBound, reading.scale.upperBound)
      let scale = low + random.unit() * (high - low)
      size = (max(1, Int(41 * scale)), max(1, Int(29 * scale)))
      let top = random.below(max(size.height, reading.height) - reading.height + 1)
      let left = random.below(max(size.width, reading.width) - reading.width + 1)
      region = Region(top: top, left: left, height: reading.height, width: reading.width)
      isMirrored = reading.flip.map { random.chance($0.probability) } ?? false
    }
  }

  @Test(arguments: [
    MaskedCropReading(size: 16), MaskedCropReading(height: 30, width: 50, scale: 0.3...1.5),
    MaskedCropReading(height: 45, width: 9, scale: 1...1, flip: nil),
    MaskedCropReading(size: 24, scale: 0.01...4, flip: RandomFlip(probability: 0.9)),
  ])
  func `it shows what resizing, padding, cropping and mirroring one after another show`(
    reading: MaskedCropReading
  ) throws {
    let whole = try MaskFixtures.image().picture()
    let mask = try MaskFixtures.mask()
    for number in 0..<25 {
      var random = (Seed(9) / number).stream
      var same = random
      let draws = Draws(reading, &random)
      let (picture, shown) = try read(reading, &same)
      let resized = whole.resized(height: draws.size.height, width: draws.size.width)
      let cropped = resized.cropped(to: draws.region)
      #expect(picture == (draws.isMirrored ? cropped.mirrored : cropped), "\(number)")
      let grey = Picture(channels: 1, height: 41, width: 29, bytes: mask.bytes)
        .resized(height: draws.size.height, width: draws.size.width, with: .nearest)
      #expect(shown == Mask(grey).cut(draws.region, isMirrored: draws.isMirrored), "\(number)")
      #expect(random.next() == same.next())
    }
  }

  @Test func `scales, places and mirroring are all drawn`() throws {
    let reading = MaskedCropReading(size: 16)
    var draws: [Draws] = []
    for number in 0..<200 {
      var random = (Seed(2) / number).stream
      draws.append(Draws(reading, &random))
    }
    #expect(Set(draws.map(\.size.height)).count > 40)
    #expect(Set(draws.map(\.region)).count > 100)
    #expect((70...130).contains(draws.filter(\.isMirrored).count))
  }

  @Test func `no side and no scale stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = MaskedCropReading(size: 0) }
    await #expect(processExitsWith: .failure) { _ = MaskedCropReading(size: 1, scale: 0...1) }
    await #expect(processExitsWith: .failure) { _ = MaskedCropReading(size: 1, scale: 1...101) }
  }

  @Test func `a mask of another size than the picture's stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var random = Seed(1).stream
      _ = try MaskedCropReading(size: 8)(
        MaskFixtures.image(), as: ImageDecoding(), Mask(0, height: 1, width: 1), &random)
    }
  }
}

import Pictures
import Randomness
import Testing

/// Damaged files give an error or a picture of the right shape; nothing else may happen.
struct ImageFuzzTests {
  /// `bytes` with a few changed, doubled, or taken out; where the header is, rather more often.
  static func mutated(_ bytes: [UInt8], _ random: inout RandomStream) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(6) where !bytes.isEmpty {
      let room = random.chance(0.5) ? min(bytes.count, 200) : bytes.count
      let place = random.below(room)
      switch random.below(6) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes[place] ^= 1 << UInt8(random.below(8))
      case 2: bytes[place] = [0, 1, 127, 128, 254, 255][random.below(6)]
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
      case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
      default: bytes.removeLast(random.below(1 + bytes.count - place))
      }
    }
    return bytes
  }

  @Test(arguments: PictureFixtures.pictures)
  func `a damaged picture is refused, or has the shape its header tells`(name: String) throws {
    let whole = try PictureFixtures.bytes(name)
    var random = (Seed(20) / name).stream
    for _ in 0..<80 {
      let bytes = Self.mutated(whole, &random)
      let scale = ImageDecoding.Scale.allCases[random.below(4)]
      let limits = ImageLimits(pixels: 1_000_000)
      do {
        let image = try ImageFile(bytes: bytes, name: name, limits: limits)
        let size = image.size(ImageDecoding(scale: scale))
        let region = Region(
          top: size.height / 3, left: size.width / 3, height: size.height - size.height / 3,
          width: size.width - size.width / 3)
        let picture = try image.picture(ImageDecoding(scale: scale, region: region))
        #expect(picture.shape == [3, region.height, region.width])
      } catch {
        #expect(error is ImageError, "\(error)")
      }
    }
  }
}

import Randomness
import Testing

@testable import Pictures

struct PadAndCropTests {
  let picture = Picture(channels: 2, height: 2, width: 3, bytes: Array(1...12))

  @Test func `a crop of the middle is the picture`() {
    let square = Picture(channels: 1, height: 2, width: 2, bytes: [1, 2, 3, 4])
    #expect(PadAndCrop(padding: 1, size: 2).cropped(square, top: 1, left: 1) == square)
  }

  @Test func `a crop of the first corner moves the picture down and right`() {
    let crop = PadAndCrop(padding: 1, size: 3).cropped(picture, top: 0, left: 0)
    #expect(crop.shape == [2, 3, 3])
    #expect(crop.bytes == [0, 0, 0, 0, 1, 2, 0, 4, 5, 0, 0, 0, 0, 7, 8, 0, 10, 11])
  }

  @Test func `a crop of the last corner moves the picture up and left`() {
    let crop = PadAndCrop(padding: 1, size: 3).cropped(picture, top: 1, left: 2)
    #expect(crop.bytes == [2, 3, 0, 5, 6, 0, 0, 0, 0, 8, 9, 0, 11, 12, 0, 0, 0, 0])
  }

  @Test func `a crop within the padding is black`() {
    let crop = PadAndCrop(padding: 4, size: 2).cropped(picture, top: 0, left: 9)
    #expect(crop.bytes == [UInt8](repeating: 0, count: 8))
    for left in [0, 9] {
      let beside = PadAndCrop(padding: 4, size: 2).cropped(picture, top: 4, left: left)
      #expect(beside.bytes == [UInt8](repeating: 0, count: 8))
    }
  }

  @Test func `a crop within the picture has no padding`() {
    let crop = PadAndCrop(padding: 0, size: 1).cropped(picture, top: 1, left: 2)
    #expect(crop.bytes == [6, 12])
  }

  @Test func `all offsets are drawn, each about as often as any other`() throws {
    // One bright pixel in the middle shows where the crop was taken.
    let side = 9
    var bytes = [UInt8](repeating: 0, count: side * side)
    bytes[40] = 1
    let picture = Picture(channels: 1, height: side, width: side, bytes: bytes)
    var times = [Int](repeating: 0, count: side * side)
    for number in 0..<16_200 {
      var random = (Seed(5) / number).stream
      let crop = try PadAndCrop(padding: 4, size: side)(picture, &random)
      times[try #require(crop.bytes.firstIndex(of: 1))] += 1
    }
    // 81 places, 200 expected of each: the sum has 80 degrees of freedom, deviation 13.
    let square = times.map { Double(($0 - 200) * ($0 - 200)) / 200 }.reduce(0, +)
    #expect((30...140).contains(square), "\(times)")
  }

  @Test func `a crop larger than the padded picture is refused`() {
    var random = Seed(1).stream
    #expect(throws: PicturesError.cropTooLarge(size: 5, padded: [4, 5])) {
      try PadAndCrop(padding: 1, size: 5)(picture, &random)
    }
  }
}

import Pictures
import Randomness
import Testing

struct RandomFlipTests {
  let picture = Picture(channels: 2, height: 2, width: 3, bytes: Array(1...12))

  @Test func `a flipped picture has every row in reverse`() {
    var random = Seed(1).stream
    let flipped = RandomFlip(probability: 1)(picture, &random)
    #expect(flipped.shape == [2, 2, 3])
    #expect(flipped.bytes == [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10])
  }

  @Test func `a probability of zero leaves the picture`() {
    var random = Seed(1).stream
    #expect((0..<100).allSatisfy { _ in RandomFlip(probability: 0)(picture, &random) == picture })
  }

  @Test func `a probability is how often pictures are flipped`() {
    var random = Seed(1).stream
    let flip = RandomFlip(probability: 0.25)
    let flipped = (0..<4_000).filter { _ in flip(picture, &random) != picture }.count
    // 1,000 expected, deviation 27.
    #expect((860...1_140).contains(flipped))
  }

  @Test func `transforms in a list run in order, from one stream`() throws {
    let list: [any Transform] = [
      PadAndCrop(padding: 1, size: 3), RandomFlip(), PadAndCrop(padding: 0, size: 2),
    ]
    for number in 0..<20 {
      var random = (Seed(2) / number).stream
      var same = random
      let crop = try PadAndCrop(padding: 1, size: 3)(picture, &same)
      let flip = RandomFlip()(crop, &same)
      let expected = try PadAndCrop(padding: 0, size: 2)(flip, &same)
      #expect(try list(picture, &random) == expected)
      #expect(random.next() == same.next())
    }
  }
}

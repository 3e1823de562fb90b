import Pictures
import Testing

struct PictureSetTests {
  @Test func `a picture's bytes lie channel by channel, row by row`() {
    let picture = Picture(channels: 2, height: 2, width: 3, bytes: Array(0..<12))
    #expect(picture[0, 0, 2] == 2)
    #expect(picture[0, 1, 0] == 3)
    #expect(picture[1, 0, 0] == 6)
    #expect(picture.shape == [2, 2, 3])
  }

  @Test func `an array's pictures are parts of its bytes`() {
    let set = PictureArray(
      name: "two", shape: [1, 1, 2], bytes: [1, 2, 3, 4], labels: [1, 0], classes: ["a", "b"])
    #expect(set.sample(at: 0).picture.bytes == [1, 2])
    #expect(set.sample(at: 1).picture.bytes == [3, 4])
    #expect(set.labels == [1, 0])
    #expect(set.description == "two (2 pictures of 1x1x2, 2 classes)")
  }

  @Test func `a subset has the chosen pictures under the base's numbers`() throws {
    let subset = Subset(numbered(10), [7, 2])
    #expect(subset.count == 2)
    #expect(subset.labels == [1, 2])
    #expect(subset.classes == ["a", "b", "c"])
    #expect(try subset.sample(at: 0) == numbered(10).sample(at: 7))
  }

  @Test func `a subset of a subset leads back to the first base`() throws {
    let subset = Subset(Subset(numbered(10), [7, 2, 5]), [2, 0])
    #expect(try [0, 1].map { try subset.sample(at: $0).index } == [5, 7])
    #expect(subset.labels == [2, 1])
    #expect([0, 1].map { subset.source(of: $0).index } == [5, 7])
    #expect(subset.source(of: 0).set is PictureArray)
  }

  @Test func `a subset of a number the base lacks stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Subset(numbered(3), [3]) }
  }

  @Test func `a picture of too few bytes stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Picture(channels: 1, height: 2, width: 2, bytes: [1, 2, 3])
    }
  }
}

import Pictures
import Randomness
import Testing

struct RandomGrayscaleTests {
  @Test func `a grey picture has its brightness in every channel`() throws {
    var random = Seed(1).stream
    let picture = Picture(channels: 3, height: 1, width: 2, bytes: [255, 10, 0, 20, 0, 30])
    // 0.2989 * 255 = 76.2; 2.989 + 11.74 + 3.42 = 18.1.
    #expect(
      try RandomGrayscale(probability: 1)(picture, &random).bytes == [76, 18, 76, 18, 76, 18])
  }

  @Test func `the probability is how often pictures are made grey`() throws {
    let photo = try GoldenPicture.source("photo")
    var random = Seed(1).stream
    let grey = try photo.grayscale()
    let made = try (0..<2_000).count { _ in
      let picture = try RandomGrayscale(probability: 0.1)(photo, &random)
      #expect(picture == photo || picture == grey)
      return picture == grey
    }
    // 200 expected, deviation 13.
    #expect((135...265).contains(made))
  }

  @Test func `more than certain is a slip that stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = RandomGrayscale(probability: 1.1) }
  }
}

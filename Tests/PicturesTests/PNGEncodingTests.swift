import Pictures
import Randomness
import Testing

struct PNGEncodingTests {
  @Test(arguments: [1, 3], [(1, 1), (1, 17), (17, 1), (3, 2), (64, 61)])
  func `a picture made a PNG and read again has the same bytes`(
    _ channels: Int, _ side: (height: Int, width: Int)
  ) throws {
    var random = Seed(UInt64(side.height)).stream
    let count = channels * side.height * side.width
    let picture = Picture(
      channels: channels, height: side.height, width: side.width,
      bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    let file = try ImageFile(bytes: picture.png(), name: "encoded")
    #expect(file.header.format == .png)
    #expect(file.header.channels == channels)
    #expect(try file.picture(ImageDecoding(channels: channels)) == picture)
  }

  @Test func `pictures of files keep every pixel, coloured or grey`() throws {
    for name in ["rgb-8.png", "rgb-420.jpg", "grey.jpg", "large-420.jpg"] {
      for channels in [1, 3] {
        let decoding = ImageDecoding(channels: channels)
        let picture = try PictureFixtures.image(name).picture(decoding)
        #expect(try ImageFile(bytes: picture.png(), name: name).picture(decoding) == picture)
      }
    }
  }

  @Test func `an even picture takes few bytes, and the same picture the same ones`() throws {
    let even = Picture(
      channels: 3, height: 100, width: 100, bytes: .init(repeating: 7, count: 30_000))
    #expect(try even.png().count < 300)
    #expect(try even.png() == even.png())
  }

  @Test func `two channels are refused`() throws {
    let picture = Picture(channels: 2, height: 1, width: 1, bytes: [1, 2])
    let error = #expect(throws: ImageError.self) { try picture.png() }
    #expect(error == .notEncoded(shape: [2, 1, 1], cause: "only 1 or 3 channels can be encoded"))
  }
}

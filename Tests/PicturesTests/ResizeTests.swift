import Pictures
import Randomness
import Testing

struct ResizeTests {
  @Test(arguments: GoldenPicture.all("resized-and-cropped").filter { $0.words["resize"] != nil })
  func `the shorter side gets its length, as with torchvision`(_ golden: GoldenPicture) throws {
    var random = Seed(1).stream
    let resize = Resize(.shorterSide(try golden.count("resize")))
    #expect(try difference(resize(golden.source, &random), golden.picture) == 0)
  }

  @Test(arguments: Resampling.allCases)
  func `an exact size has no regard for proportions`(_ resampling: Resampling) throws {
    var random = Seed(1).stream
    let photo = try GoldenPicture.source("photo")
    let resized = try Resize(.exactly(height: 5, width: 70), resampling: resampling)(photo, &random)
    #expect(resized == photo.resized(height: 5, width: 70, with: resampling))
  }

  @Test func `a long and narrow picture is refused before memory is taken`() throws {
    var random = Seed(1).stream
    let side = 200_000
    let line = Picture(
      channels: 1, height: 1, width: side, bytes: [UInt8](repeating: 3, count: side))
    let error = PicturesError.resizedTooLarge(size: [224, 224 * side], limit: Resize.limit)
    #expect(throws: error) { try Resize(.shorterSide(224))(line, &random) }
    #expect(try Resize(.exactly(height: 2, width: 3))(line, &random).bytes == [3, 3, 3, 3, 3, 3])
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = Resize(.shorterSide(0)) }
    await #expect(processExitsWith: .failure) { _ = Resize(.shorterSide(.max)) }
    await #expect(processExitsWith: .failure) { _ = Resize(.exactly(height: -1, width: 2)) }
    await #expect(processExitsWith: .failure) { _ = Resize(.exactly(height: 1, width: .max)) }
  }
}

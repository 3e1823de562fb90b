import Pictures
import Randomness
import Testing

struct CenterCropTests {
  @Test(arguments: GoldenPicture.all("resized-and-cropped").filter { $0.words["crop"] != nil })
  func `the middle is torchvision's, padded where it is too small`(_ golden: GoldenPicture) throws {
    var random = Seed(1).stream
    let crop = CenterCrop(height: try golden.count("crop"), width: try golden.count("width"))
    #expect(try crop(golden.source, &random) == golden.picture)
  }

  @Test func `a crop of the picture's own size is the picture`() throws {
    var random = Seed(1).stream
    let photo = try GoldenPicture.source("photo")
    #expect(CenterCrop(height: photo.height, width: photo.width)(photo, &random) == photo)
  }

  @Test func `a size of 0 is a slip that stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = CenterCrop(size: 0) }
  }
}

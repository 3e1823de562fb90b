import Pictures
import Testing

struct ResizingTests {
  @Test(arguments: GoldenPicture.all("resized"))
  func `a resized picture has the bytes that Pillow gives it`(_ golden: GoldenPicture) throws {
    var box: Box?
    if golden.words["left"] != nil {
      box = Box(
        top: Float(try golden.number("top")), left: Float(try golden.number("left")),
        bottom: Float(try golden.number("bottom")), right: Float(try golden.number("right")))
    }
    let resampling = try #require(Resampling(rawValue: golden.text("method")))
    let resized = try golden.source.resized(
      height: golden.count("height"), width: golden.count("width"), box: box, with: resampling)
    #expect(difference(resized, golden.picture) == 0)
  }

  @Test(arguments: GoldenPicture.all("cropped-and-resized"))
  func `a region is resized as if it had been cut out first`(_ golden: GoldenPicture) throws {
    let region = Region(
      top: try golden.count("top"), left: try golden.count("left"),
      height: try golden.count("rows"), width: try golden.count("columns"))
    let resampling = try #require(Resampling(rawValue: golden.text("method")))
    let (height, width) = (try golden.count("height"), try golden.count("width"))
    let source = try golden.source
    let resized = source.resized(height: height, width: width, cropping: region, with: resampling)
    // torchvision's weights have fewer bits than Pillow's.
    let tolerance = try golden.text("by") == "pillow" || resampling == .nearest ? 0 : 1
    #expect(difference(resized, golden.picture) <= tolerance)
    let cut = source.cropped(to: region)
    #expect(cut.resized(height: height, width: width, with: resampling) == resized)
  }

  @Test(arguments: Resampling.allCases)
  func `a picture of one colour keeps it at every size`(_ resampling: Resampling) {
    for value: UInt8 in [0, 1, 128, 255] {
      let picture = Picture(
        channels: 1, height: 13, width: 37, bytes: [UInt8](repeating: value, count: 13 * 37))
      for (height, width) in [(1, 1), (4, 90), (13, 36), (50, 2), (31, 33)] {
        let resized = picture.resized(height: height, width: width, with: resampling)
        #expect(resized.shape == [1, height, width])
        #expect(resized.bytes.allSatisfy { $0 == value })
      }
    }
  }

  @Test(arguments: Resampling.allCases)
  func `a picture turned on its diagonal is resized alike where nothing is rounded twice`(
    _ resampling: Resampling
  ) throws {
    let row = try GoldenPicture.source("row")
    let column = Picture(channels: 3, height: row.width, width: 1, bytes: row.bytes)
    for side in [1, 5, 18, 19, 64] {
      let wide = row.resized(height: 1, width: side, with: resampling)
      #expect(column.resized(height: side, width: 1, with: resampling).bytes == wide.bytes)
    }
  }

  @Test func `channels do not mix`() throws {
    let photo = try GoldenPicture.source("photo")
    let resized = photo.resized(height: 17, width: 50, with: .bicubic)
    let plane = photo.height * photo.width
    for channel in 0..<3 {
      let bytes = Array(photo.bytes[(channel * plane)..<((channel + 1) * plane)])
      let one = Picture(channels: 1, height: photo.height, width: photo.width, bytes: bytes)
      let expected = one.resized(height: 17, width: 50, with: .bicubic).bytes
      #expect(resized.bytes[(channel * 850)..<((channel + 1) * 850)] == expected[...])
    }
  }

  @Test func `a large picture of half the size is made of eighths of its pixels`() {
    // Larger both ways than the blocks that are worked on at once.
    let side = 202
    let bytes = (0..<(side * side)).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    let picture = Picture(channels: 1, height: side, width: side, bytes: bytes)
    let resized = picture.resized(height: 101, width: 101)
    func mean(_ four: [Int]) -> Int {
      let sum = four[0] + 3 * four[1] + 3 * four[2] + four[3]
      return (sum + 4) / 8
    }
    for row in 1..<100 {
      for column in 1..<100 {
        let means = (0..<4).map { line in
          let start = (2 * row - 1 + line) * side + 2 * column - 1
          return mean(bytes[start..<(start + 4)].map(Int.init))
        }
        #expect(Int(resized[0, row, column]) == mean(means))
      }
    }
  }

  @Test func `a region beyond the picture, or no size, is a slip that stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = dot.resized(height: 1, width: 1, cropping: Region(top: 0, left: 1, height: 1, width: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = dot.resized(height: 1, width: 1, box: Box(top: 0, left: 0.5, bottom: 1, right: 1.5))
    }
    await #expect(processExitsWith: .failure) { _ = dot.resized(height: 0, width: 1) }
  }
}

private let dot = Picture(channels: 1, height: 1, width: 1, bytes: [9])

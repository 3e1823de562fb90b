import Pictures
import Testing

struct RotationTests {
  @Test(arguments: GoldenPicture.all("rotated"))
  func `a rotated picture is torchvision's, within one level`(_ golden: GoldenPicture) throws {
    let fill = try (0..<3).compactMap { golden.words["fill\($0)"] }.map { try #require(UInt8($0)) }
    let resampling = try #require(Resampling(rawValue: golden.text("method")))
    let rotated = try golden.source.rotated(
      by: golden.number("angle"), with: resampling, fill: fill)
    #expect(difference(rotated, golden.picture) <= (resampling == .nearest ? 0 : 1))
  }

  @Test(arguments: [Resampling.nearest, .bilinear])
  func `quarter turns move pixels and change none`(_ resampling: Resampling) throws {
    let picture = Picture(channels: 1, height: 3, width: 3, bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let turned = try picture.rotated(by: 90, with: resampling)
    #expect(turned.bytes == [3, 6, 9, 2, 5, 8, 1, 4, 7])
    #expect(try turned.rotated(by: 270, with: resampling) == picture)
    #expect(try turned.rotated(by: -450, with: resampling) == picture)
    #expect(try turned.rotated(by: 90, with: resampling).bytes == picture.bytes.reversed())
  }

  @Test func `a colour for other pictures is refused`() throws {
    let grey = try GoldenPicture.source("grey")
    #expect(throws: PicturesError.wrongChannels(found: 1, expected: [3])) {
      try grey.rotated(by: 10, fill: [1, 2, 3])
    }
    #expect(throws: PicturesError.wrongChannels(found: 1, expected: [0])) {
      try grey.rotated(by: 10, fill: [])
    }
  }
}

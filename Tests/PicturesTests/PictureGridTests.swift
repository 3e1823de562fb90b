import Foundation
import Pictures
import Testing

struct PictureGridTests {
  /// `count` pictures whose bytes count up by 7, as in Golden/logs_format.py.
  private func batch(_ count: Int, _ shape: [Int]) -> PictureBatch {
    PictureBatch(
      bytes: (0..<(count * shape.reduce(1, *))).map { UInt8(truncatingIfNeeded: $0 * 7) },
      labels: .init(repeating: 0, count: count), indices: Array(0..<count),
      shape: [count] + shape)
  }

  @Test func `pictures lie as torchvision's make_grid puts them`() throws {
    let expected = try PictureFixtures.pixels("../logs/grid.ppm")
    #expect(batch(11, [3, 4, 6]).grid() == expected)
  }

  @Test func `one picture has a border`() {
    let grid = batch(1, [1, 1, 2]).grid(gap: 1)
    #expect(grid.shape == [1, 3, 4])
    #expect(grid.bytes == [0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0])
  }

  @Test(arguments: [(2, 34), (28, 122), (60, 126), (126, 130), (200, 204)])
  func `as many pictures are shown as the side has room for, 64 at most`(
    _ length: Int, _ side: Int
  ) {
    let grid = batch(70, [1, length, length]).grid(side: 128)
    #expect(grid.height == side && grid.width == side)
  }

  @Test func `of photographs of 224 pixels 16 are shown`() {
    #expect(batch(17, [1, 224, 224]).grid().shape == [1, 906, 906])
  }
}

import Pictures
import Testing

@testable import Training

struct PictureOverlayTests {
  private let picture = Picture(
    channels: 3, height: 1, width: 3, bytes: [30, 0, 90, 60, 0, 90, 90, 0, 90])
  private let colours: [[UInt8]] = [[0, 0, 0], [200, 100, 0]]

  private func pixel(_ picture: Picture, _ place: Int) -> [UInt8] {
    (0..<3).map { picture[$0, 0, place] }
  }

  @Test func `pixels are grey under their class's colour, ignored ones as they are`() {
    let shown = picture.overlaid([0, 1, 255], colours: colours)
    #expect(shown.shape == [3, 1, 3])
    #expect(pixel(shown, 0) == [27, 27, 27])
    #expect(pixel(shown, 1) == [110, 55, 0])
    #expect(pixel(shown, 2) == [90, 90, 90])
    let ignored = picture.overlaid([255, 255, 255], colours: colours)
    #expect(ignored == picture)
  }

  @Test func `where only some pixels are shown, the others are pale`() {
    let shown = picture.overlaid([0, 1, 1], colours: colours, where: [true, true, false])
    #expect(pixel(shown, 0) == [12, 12, 12])
    #expect(pixel(shown, 1) == [160, 80, 0])
    #expect(pixel(shown, 2) == [200, 200, 200])
  }

  @Test func `a grey picture gets colours too`() {
    let grey = Picture(channels: 1, height: 1, width: 2, bytes: [100, 100])
    let shown = grey.overlaid([1, 255], colours: colours)
    #expect(pixel(shown, 0) == [155, 100, 45] && pixel(shown, 1) == [100, 100, 100])
  }
}

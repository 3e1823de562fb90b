import Pictures
import Testing

struct RegionTests {
  let picture = Picture(channels: 2, height: 2, width: 3, bytes: Array(1...12))

  @Test func `a region of the picture is cut out of every channel`() {
    let crop = picture.cropped(to: Region(top: 1, left: 1, height: 1, width: 2))
    #expect(crop == Picture(channels: 2, height: 1, width: 2, bytes: [5, 6, 11, 12]))
    #expect(picture.cropped(to: picture.bounds) == picture)
  }

  @Test func `what lies beyond the picture is black`() {
    let corner = picture.cropped(to: Region(top: 1, left: -1, height: 2, width: 3))
    #expect(corner.bytes == [0, 4, 5, 0, 0, 0, 0, 10, 11, 0, 0, 0])
    let other = picture.cropped(to: Region(top: -1, left: 2, height: 2, width: 2))
    #expect(other.bytes == [0, 0, 3, 0, 0, 0, 9, 0])
    for (top, left) in [(5, 0), (-5, 0), (0, 5), (0, -5)] {
      let beside = picture.cropped(to: Region(top: top, left: left, height: 1, width: 2))
      #expect(beside.bytes == [0, 0, 0, 0])
    }
  }

  @Test(arguments: [1, 7, 8, 9, 16, 37])
  func `a mirror image has every row in reverse, and its own is the picture`(_ width: Int) {
    let bytes = (0..<(2 * 3 * width)).map { UInt8($0) }
    let picture = Picture(channels: 2, height: 3, width: width, bytes: bytes)
    let mirrored = picture.mirrored
    for row in 0..<6 {
      let line = bytes[(row * width)..<((row + 1) * width)]
      #expect(mirrored.bytes[(row * width)..<((row + 1) * width)] == ArraySlice(line.reversed()))
    }
    #expect(mirrored.mirrored == picture)
  }

  @Test func `a region without pixels cannot be cut out`() async {
    await #expect(processExitsWith: .failure) {
      let dot = Picture(channels: 1, height: 1, width: 1, bytes: [9])
      _ = dot.cropped(to: Region(top: 0, left: 0, height: 0, width: 1))
    }
  }
}

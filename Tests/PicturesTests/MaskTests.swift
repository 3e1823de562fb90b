import Pictures
import Testing

struct MaskTests {
  @Test func `a pixel is found by its row and column`() {
    let mask = Mask(height: 2, width: 3, bytes: [0, 1, 2, 3, 4, 255])
    #expect(mask[0, 2] == 2)
    #expect(mask[1, 0] == 3)
    #expect(mask[1, 2] == Mask.ignored)
  }

  @Test func `a table puts one number in the place of another`() {
    var table = (0...255).map { UInt8($0) }
    table[3] = 9
    table[255] = 0
    let mask = Mask(height: 1, width: 4, bytes: [3, 4, 255, 3])
    #expect(mask.translated(by: table) == Mask(height: 1, width: 4, bytes: [9, 4, 0, 9]))
  }

  @Test func `bytes that do not make a mask, and short tables, stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = Mask(height: 2, width: 3, bytes: [1]) }
    await #expect(processExitsWith: .failure) { _ = Mask(height: 0, width: 3, bytes: []) }
    await #expect(processExitsWith: .failure) {
      _ = Mask(height: 1, width: 1, bytes: [1]).translated(by: [0, 1])
    }
  }
}

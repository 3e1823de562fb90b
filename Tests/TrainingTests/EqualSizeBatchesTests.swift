import Pictures
import Testing

@testable import Training

struct EqualSizeBatchesTests {
  /// Pictures of one row and so many columns, with masks, each of bytes of its number.
  private func batches(_ widths: [Int], of most: Int) throws -> [PictureBatch] {
    var rest = widths.enumerated().map { index, width in
      PictureBatch(
        bytes: [UInt8](repeating: UInt8(index), count: width),
        masks: [UInt8](repeating: UInt8(10 + index), count: width), labels: [Int64(index)],
        indices: [index], shape: [1, 1, 1, width])
    }[...]
    var batches = EqualSizeBatches(of: most) { rest.popFirst() }
    var found: [PictureBatch] = []
    while let batch = try batches.next() { found.append(batch) }
    #expect(try batches.next() == nil)
    return found
  }

  @Test(arguments: [
    ([2, 2, 2, 3, 3, 2], 2, [[0, 1], [2], [3, 4], [5]]), ([2, 3, 2], 9, [[0], [1], [2]]),
    ([4, 4, 4, 4], 9, [[0, 1, 2, 3]]), ([4, 4, 4], 1, [[0], [1], [2]]), ([], 3, []),
  ])
  func `neighbours of one size are put together, in their order`(
    widths: [Int], most: Int, expected: [[Int]]
  ) throws {
    let found = try batches(widths, of: most)
    #expect(found.map(\.indices) == expected)
    for batch in found {
      let width = batch.shape[3]
      #expect(batch.shape == [batch.count, 1, 1, width])
      let numbers = batch.indices.flatMap { [UInt8](repeating: UInt8($0), count: width) }
      #expect(batch.bytes == numbers && batch.masks == numbers.map { $0 + 10 })
      for (place, index) in batch.indices.enumerated() {
        #expect(batch.picture(at: place).bytes == [UInt8](repeating: UInt8(index), count: width))
      }
    }
  }
}

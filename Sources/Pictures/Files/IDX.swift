/// An array of bytes from a file in IDX, the format of MNIST.
///
/// The file starts with 0, 0, 8 (unsigned bytes) and the number of dimensions; the dimensions
/// follow, big-endian, four bytes each; then come the elements, the last dimension running fastest.
/// Source: LeCun et al., http://yann.lecun.com/exdb/mnist.
public struct IDX: Sendable, Equatable {
  /// The length of each dimension, 1 or more.
  public let shape: [Int]
  /// The elements.
  public let bytes: [UInt8]

  /// Reads a plain or gzip file that holds an array of so many dimensions, and nothing else.
  ///
  /// Memory is taken only for what the file can hold. `advice` ends the text of every error.
  ///
  /// - Throws: `PicturesError`, where the file is missing, unreadable or not exactly such a file.
  public init(file: String, dimensions: Int, advice: String) throws {
    let source = try openBytes(file, advice: advice)
    let magic: [UInt8] = [0, 0, 8, UInt8(dimensions)]
    let found = try source.bytes(4, at: 0)
    guard found == magic else {
      throw PicturesError.wrongMagic(file: file, found: found, expected: magic, advice: advice)
    }
    let lengths = try source.bytes(4 * dimensions, at: 4)
    shape = stride(from: 0, to: lengths.count, by: 4).map { start in
      lengths[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    if let empty = shape.firstIndex(of: 0) {
      throw PicturesError.emptyDimension(file: file, offset: 4 + 4 * empty, advice: advice)
    }
    let start = 4 + 4 * dimensions
    let end = saturatingSize(of: shape, after: start)
    try source.expect(end)
    bytes = try source.bytes(end - start, at: start)
    try source.expectEnd(after: end)
  }
}

/// `start` and the product of `shape`, or the largest `Int` where that is larger still.
private func saturatingSize(of shape: [Int], after start: Int) -> Int {
  var size = 1
  for length in shape {
    let (product, overflows) = size.multipliedReportingOverflow(by: length)
    if overflows { return Int.max }
    size = product
  }
  let (sum, overflows) = size.addingReportingOverflow(start)
  return overflows ? Int.max : sum
}

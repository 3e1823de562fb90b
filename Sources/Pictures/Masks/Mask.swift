/// The class of every pixel of a picture.
public struct Mask: Sendable, Equatable {
  /// What stands for pixels that are neither learned from nor judged.
  public static let ignored: UInt8 = 255

  /// How many rows there are.
  public let height: Int
  /// How many columns there are.
  public let width: Int
  /// `[height, width]`: the number of each pixel's class, or `ignored`.
  public let bytes: [UInt8]

  /// The mask whose bytes are `[height, width]`.
  public init(height: Int, width: Int, bytes: [UInt8]) {
    precondition(
      height > 0 && width > 0 && bytes.count == height * width,
      "\(bytes.count) bytes do not make a mask of \(height)x\(width)")
    self.height = height
    self.width = width
    self.bytes = bytes
  }

  /// The class of the pixel at one row and column.
  public subscript(row: Int, column: Int) -> UInt8 { bytes[row * width + column] }

  /// The mask with `table[n]` in the place of every `n`; `table` has 256 bytes.
  public func translated(by table: [UInt8]) -> Mask {
    precondition(table.count == 256, "a table for a mask has 256 bytes, not \(table.count)")
    return Mask(height: height, width: width, bytes: bytes.map { table[Int($0)] })
  }

  /// Where the first pixel is that is neither `ignored` nor one of `count` classes, row by row.
  func place(beyond count: Int) -> (row: Int, column: Int)? {
    let place = bytes.firstIndex { Int($0) >= count && $0 != Self.ignored }
    return place.map { ($0 / width, $0 % width) }
  }
}

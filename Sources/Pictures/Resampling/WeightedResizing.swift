import CResampling

/// Makes each new pixel a weighted mean: along the rows first, rounded to bytes, then down them.
///
/// Either way, pixels that lie below or beside one another share their weights and are summed at
/// once; for the first way, rows are therefore turned into columns and back.
struct WeightedResizing {
  private let source: Picture
  private let columns: SideWeights
  private let rows: SideWeights
  /// The first row and column that are worked on; a whole square follows.
  private let first: (row: Int, column: Int)
  /// How far the rows of the picture between the two ways lie apart.
  private let stride: Int

  /// The resizing of `picture` to `rows` by `columns`.
  init(_ picture: Picture, columns: SideWeights, rows: SideWeights) {
    source = picture.extended(toAtLeast: square)
    self.columns = columns
    self.rows = rows
    first = (
      min(rows.used.lowerBound, source.height - square),
      min(columns.used.lowerBound, source.width - square)
    )
    stride = roundedUp(columns.lines.count)
  }

  /// The new picture.
  func resized() -> Picture {
    let (height, width) = (rows.lines.count, columns.lines.count)
    let count = source.channels * height * width
    let middle = Scratch(roundedUp(rows.used.upperBound - first.row) * stride)
    // Each row's end is written beyond, where the next row comes to lie.
    let bytes = [UInt8](unsafeUninitializedCapacity: count + lanes) { target, initialized in
      source.bytes.withUnsafeBufferPointer { bytes in
        guard let from = bytes.baseAddress, let to = target.baseAddress else { return }
        for channel in 0..<source.channels {
          narrow(from + channel * source.height * source.width, to: middle.bytes)
          rows.sum(
            middle.bytes, stride: stride, from: first.row, to: to + channel * height * width,
            stride: width, width: stride)
        }
      }
      initialized = count
    }
    return Picture(channels: source.channels, height: height, width: width, bytes: bytes)
  }

  /// Gives the rows of one channel their new width.
  private func narrow(_ plane: UnsafePointer<UInt8>, to middle: UnsafeMutablePointer<UInt8>) {
    let turned = Scratch(roundedUp(columns.used.upperBound - first.column) * lanes)
    let short = Scratch(stride * lanes)
    for row in Swift.stride(from: first.row, to: rows.used.upperBound, by: lanes) {
      turn(plane, row: row, to: turned.bytes)
      columns.sum(
        turned.bytes, stride: lanes, from: first.column, to: short.bytes, stride: lanes,
        width: lanes)
      turnBack(short.bytes, row: row, to: middle)
    }
  }

  /// Makes columns of the rows from `row` on of one channel.
  private func turn(
    _ plane: UnsafePointer<UInt8>, row: Int, to turned: UnsafeMutablePointer<UInt8>
  ) {
    for part in Swift.stride(from: 0, to: lanes, by: square) {
      let row = min(row + part, source.height - square)
      for column in Swift.stride(from: first.column, to: columns.used.upperBound, by: square) {
        let column = min(column, source.width - square)
        resampling_turn(
          plane + (row * source.width + column), source.width,
          turned + ((column - first.column) * lanes + part), lanes)
      }
    }
  }

  /// Makes rows, from `row` on, of the columns of new width.
  private func turnBack(
    _ short: UnsafePointer<UInt8>, row: Int, to middle: UnsafeMutablePointer<UInt8>
  ) {
    for part in Swift.stride(from: 0, to: lanes, by: square) {
      let row = min(row + part, source.height - square) - first.row
      for column in Swift.stride(from: 0, to: stride, by: square) {
        resampling_turn(
          short + (column * lanes + part), lanes, middle + (row * stride + column), stride)
      }
    }
  }
}

extension SideWeights {
  /// Writes a new line of `width` bytes for each of `lines`, whose numbers begin with `first`.
  fileprivate func sum(
    _ source: UnsafePointer<UInt8>, stride: Int, from first: Int,
    to target: UnsafeMutablePointer<UInt8>, stride targetStride: Int, width: Int
  ) {
    resampling_sum_lines(
      source, stride, Int32(first), lines, lines.count, weights, target, targetStride, width)
  }
}

/// How many bytes are summed at once.
private let lanes = Int(RESAMPLING_LANES)

/// How many rows and columns are turned at once.
private let square = Int(RESAMPLING_SQUARE)

/// The first multiple of `lanes` from `count` on.
private func roundedUp(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }

/// Zeroed memory that lives as long as this object.
private final class Scratch {
  let bytes: UnsafeMutablePointer<UInt8>

  init(_ count: Int) {
    bytes = .allocate(capacity: count)
    bytes.initialize(repeating: 0, count: count)
  }

  deinit { bytes.deallocate() }
}

extension Picture {
  /// The picture with black pixels to the right and below, up to `side` each way.
  fileprivate func extended(toAtLeast side: Int) -> Picture {
    if height >= side, width >= side { return self }
    return cropped(
      to: Region(top: 0, left: 0, height: max(height, side), width: max(width, side)))
  }
}

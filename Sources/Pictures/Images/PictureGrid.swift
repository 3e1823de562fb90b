extension PictureBatch {
  /// The first pictures of the batch in one, row by row, up to 8 in each, as
  /// `torchvision.utils.make_grid` lays them out: black lines of `gap` pixels around and between.
  ///
  /// As many pictures are shown as keep both sides within `side` pixels, 64 at most and one in any
  /// case.
  public func grid(side: Int = 1_024, gap: Int = 2) -> Picture {
    precondition(count > 0 && gap >= 0, "a grid shows 1 or more pictures, \(gap) pixels apart")
    let (channels, height, width) = (shape[1], shape[2], shape[3])
    func fitting(_ length: Int) -> Int { max(1, min(8, (side - gap) / (length + gap))) }
    let columns = min(count, fitting(width))
    let rows = min(fitting(height), (count + columns - 1) / columns)
    let (gridHeight, gridWidth) = (gap + rows * (height + gap), gap + columns * (width + gap))
    var grid = [UInt8](repeating: 0, count: channels * gridHeight * gridWidth)
    for index in 0..<min(count, rows * columns) {
      let top = gap + index / columns * (height + gap)
      let left = gap + index % columns * (width + gap)
      for line in 0..<(channels * height) {
        let (channel, row) = (line / height, line % height)
        let from = ((index * channels + channel) * height + row) * width
        let to = (channel * gridHeight + top + row) * gridWidth + left
        grid.replaceSubrange(to..<(to + width), with: bytes[from..<(from + width)])
      }
    }
    return Picture(channels: channels, height: gridHeight, width: gridWidth, bytes: grid)
  }
}

extension Picture {
  /// The pixels of `region`, black where it reaches beyond the picture.
  public func cropped(to region: Region) -> Picture {
    precondition(region.height > 0 && region.width > 0, "\(region) has no pixels")
    if region == bounds { return self }
    let count = channels * region.height * region.width
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      target.initialize(repeating: 0)
      copy(region, to: target)
      initialized = count
    }
    return Picture(
      channels: channels, height: region.height, width: region.width, bytes: bytes)
  }

  /// Writes the pixels of `region` that there are where they belong in `target`.
  private func copy(_ region: Region, to target: UnsafeMutableBufferPointer<UInt8>) {
    let rows = region.rows.clamped(to: 0..<height)
    let columns = region.columns.clamped(to: 0..<width)
    if columns.isEmpty { return }
    bytes.withUnsafeBufferPointer { source in
      for channel in 0..<channels {
        for row in rows {
          let from = (channel * height + row) * width + columns.lowerBound
          let line = (channel * region.height + row - region.top) * region.width
          let to = line + columns.lowerBound - region.left
          _ = target[to..<(to + columns.count)]
            .update(fromContentsOf: source[from..<(from + columns.count)])
        }
      }
    }
  }
}

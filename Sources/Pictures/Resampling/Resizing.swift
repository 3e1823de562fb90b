extension Picture {
  /// The picture in another size, `[channels, height, width]`.
  ///
  /// The whole picture is shown, or what lies in `box`, of which no pixel is lost: the filter takes
  /// in pixels on both sides of the box's. For `bilinear` and `bicubic` the bytes are those of
  /// Pillow's `resize(size, resample, box)`; for `nearest` too.
  public func resized(
    height: Int, width: Int, box: Box? = nil, with resampling: Resampling = .bilinear
  ) -> Picture {
    let box = box ?? Box(bounds)
    precondition(contains(box), "\(box) does not lie in a picture of \(shape)")
    return resized(height: height, width: width, from: bounds, box: box, with: resampling)
  }

  /// The pixels of `region` in another size, `[channels, height, width]`.
  ///
  /// The bytes are those of cutting the region out first, which is saved: pixels beside it have no
  /// influence.
  public func resized(
    height: Int, width: Int, cropping region: Region, with resampling: Resampling = .bilinear
  ) -> Picture {
    precondition(contains(region), "\(region) does not lie in a picture of \(shape)")
    let box = Box(Region(top: 0, left: 0, height: region.height, width: region.width))
    return resized(height: height, width: width, from: region, box: box, with: resampling)
  }

  /// What lies in `box`, which is counted from the corner of `region`, made of the region's pixels.
  private func resized(
    height: Int, width: Int, from region: Region, box: Box, with resampling: Resampling
  ) -> Picture {
    precondition(height > 0 && width > 0, "a picture cannot be \(height)x\(width)")
    if height == region.height, width == region.width,
      box == Box(Region(top: 0, left: 0, height: height, width: width))
    {
      return cropped(to: region)
    }
    if resampling == .nearest {
      return sampled(
        rows: nearest(height, from: box.top, to: box.bottom, in: region.rows),
        columns: nearest(width, from: box.left, to: box.right, in: region.columns))
    }
    let rows = SideWeights(
      of: height, from: box.top, to: box.bottom, in: region.rows, resampling)
    let columns = SideWeights(
      of: width, from: box.left, to: box.right, in: region.columns, resampling)
    return WeightedResizing(self, columns: columns, rows: rows).resized()
  }

  /// The pixels where the given rows and columns cross.
  private func sampled(rows: [Int], columns: [Int]) -> Picture {
    let count = channels * rows.count * columns.count
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        for channel in 0..<channels {
          for row in rows {
            let start = (channel * height + row) * width
            for column in columns {
              target[initialized] = source[start + column]
              initialized += 1
            }
          }
        }
      }
    }
    return Picture(channels: channels, height: rows.count, width: columns.count, bytes: bytes)
  }
}

/// The pixels of `range` under the middles of `count` new ones from `start` to `end` of it.
private func nearest(
  _ count: Int, from start: Float, to end: Float, in range: Range<Int>
) -> [Int] {
  let step = Double(end - start) / Double(count)
  // Adding up, rather than multiplying, rounds as Pillow does (`ImagingScaleAffine`).
  var middle = Double(start) + step * 0.5
  return (0..<count).map { _ in
    defer { middle += step }
    return range.lowerBound + min(max(Int(middle), 0), range.count - 1)
  }
}

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
    precondition(height > 0 && width > 0, "a picture cannot be \(height)x\(width)")
    return resized(
      rows: Side(of: height, from: box.top, to: box.bottom, in: bounds.rows),
      columns: Side(of: width, from: box.left, to: box.right, in: bounds.columns),
      with: resampling)
  }

  /// The pixels of `region` in another size, `[channels, height, width]`.
  ///
  /// The bytes are those of cutting the region out first, which is saved: pixels beside it have no
  /// influence.
  public func resized(
    height: Int, width: Int, cropping region: Region, with resampling: Resampling = .bilinear
  ) -> Picture {
    precondition(contains(region), "\(region) does not lie in a picture of \(shape)")
    precondition(height > 0 && width > 0, "a picture cannot be \(height)x\(width)")
    return resized(
      rows: Side(of: height, from: 0, to: Float(region.height), in: region.rows),
      columns: Side(of: width, from: 0, to: Float(region.width), in: region.columns),
      with: resampling)
  }

  /// The picture whose sides are made as told, of pixels that there are.
  func resized(rows: Side, columns: Side, with resampling: Resampling) -> Picture {
    if rows.isUnchanged, columns.isUnchanged {
      let (rows, columns) = (rows.kept, columns.kept)
      return cropped(
        to: Region(
          top: rows.lowerBound, left: columns.lowerBound, height: rows.count,
          width: columns.count))
    }
    return WeightedResizing(
      self, columns: SideWeights(columns, resampling), rows: SideWeights(rows, resampling)
    ).resized()
  }
}

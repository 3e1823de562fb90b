/// A part of a picture in another size, of which again a part is shown.
///
/// It is made of a decoded picture, or of an encoded one by decoding no more than it is made of.
struct ResizedPart: Hashable {
  /// What is resized, in pixels of the whole picture; those beside it have no influence.
  let region: Region
  /// The height it is given.
  let height: Int
  /// The width it is given.
  let width: Int
  /// What is shown of the resized part; black where it reaches beyond.
  let shown: Region
  /// Whether that is mirrored left to right.
  let isMirrored: Bool
  /// How the new pixels are found.
  let resampling: Resampling

  /// What is shown, made of a picture that is decoded.
  func made(of picture: Picture) -> Picture {
    let inner = picture.resized(
      rows: rows(.full(picture.height)), columns: columns(.full(picture.width)),
      with: resampling)
    return padded(inner)
  }

  /// What is shown, read from `image`: only the pixels that it is made of are decoded.
  ///
  /// Where `gap` is a number and the part gets smaller, a JPEG is decoded at the smallest scale
  /// that leaves both sides of the part at least `gap` times their new length; what is resized is
  /// then the same rectangle, to a fraction of a pixel, of a smaller picture.
  func read(from image: ImageFile, _ decoding: ImageDecoding, gap: Double?) throws -> Picture {
    var decoding = decoding
    decoding.scale = scale(of: image, gap: gap)
    let (rows, columns) = image.grids(decoding)
    let rowWeights = SideWeights(self.rows(rows), resampling)
    let columnWeights = SideWeights(self.columns(columns), resampling)
    let (top, left) = (rowWeights.used.lowerBound, columnWeights.used.lowerBound)
    decoding.region = Region(
      top: top, left: left, height: rowWeights.used.count, width: columnWeights.used.count)
    let resizing = WeightedResizing(
      try image.picture(decoding), columns: columnWeights.counted(from: left),
      rows: rowWeights.counted(from: top))
    return padded(resizing.resized())
  }

  /// The smallest scale that leaves what is asked for.
  private func scale(of image: ImageFile, gap: Double?) -> ImageDecoding.Scale {
    guard let gap, image.header.format == .jpeg else { return .full }
    let fitting = ImageDecoding.Scale.allCases.last { scale in
      let factor = gap * Double(scale.rawValue)
      return Double(region.height) >= factor * Double(height)
        && Double(region.width) >= factor * Double(width)
    }
    return fitting ?? .full
  }
}

extension ResizedPart {
  /// How the rows that there are of what is shown are made of those of `grid`.
  func rows(_ grid: PixelGrid) -> Side {
    grid.side(region.rows, length: height, showing: shown.rows.clamped(to: 0..<height))
  }

  /// How the columns that there are of what is shown are made of those of `grid`.
  func columns(_ grid: PixelGrid) -> Side {
    grid.side(
      region.columns, length: width, showing: shown.columns.clamped(to: 0..<width),
      isMirrored: isMirrored)
  }

  /// How many rows and columns of what is shown come before the first that there is.
  var missing: (rows: Int, columns: Int) {
    let right = width - shown.left - shown.width
    return (max(-shown.top, 0), max(-(isMirrored ? right : shown.left), 0))
  }

  /// What is shown, where `inner` is the part of it that there is.
  private func padded(_ inner: Picture) -> Picture {
    inner.cropped(
      to: Region(
        top: -missing.rows, left: -missing.columns, height: shown.height, width: shown.width))
  }
}

import Pictures

extension FileCheck {
  /// JPEG files, as `png`.
  public static let jpeg = FileCheck(name: "jpeg", longest: 4_096) { bytes, _ in
    try checkPicture(bytes, "picture.jpg")
  }

  /// PNG files: a picture has the size its header tells, and a region of it is cut from the whole.
  ///
  /// Which scale, channels and region are tried depends on the bytes.
  public static let png = FileCheck(name: "png", longest: 4_096) { bytes, _ in
    try checkPicture(bytes, "picture.png")
  }
}

private func checkPicture(_ bytes: [UInt8], _ name: String) throws -> FileCheck.Outcome {
  try outcome(of: name, refusedBy: [ImageError.self]) {
    let limits = ImageLimits(pixels: 1 << 16, bytes: 1 << 16)
    let image = try ImageFile(bytes: bytes, name: name, limits: limits)
    try require(image.header.height * image.header.width <= limits.pixels, "the limit is broken")
    var draws = Draws(bytes)
    var decoding = ImageDecoding(
      channels: [1, 3][draws.below(2)], scale: ImageDecoding.Scale.allCases[draws.below(4)],
      appliesOrientation: draws.below(4) > 0)
    let size = image.size(decoding)
    let region = draws.region(height: size.height, width: size.width)
    decoding.region = region
    let part = try? image.picture(decoding)
    decoding.region = nil
    let whole = try image.picture(decoding)
    try require(
      whole.shape == [decoding.channels, size.height, size.width],
      "\(whole.shape) was made of \(image.header)")
    try require(part == whole.cut(region), "\(decoding): \(region) is not cut from the whole")
  }
}

extension Draws {
  /// A region within a picture; its sides are those of the picture now and then.
  fileprivate mutating func region(height: Int, width: Int) -> Region {
    let top = below(2) == 0 ? 0 : below(height)
    let left = below(2) == 0 ? 0 : below(width)
    return Region(
      top: top, left: left, height: 1 + below(height - top), width: 1 + below(width - left))
  }
}

extension Picture {
  /// The pixels of `region`.
  fileprivate func cut(_ region: Region) -> Picture {
    let bytes = (0..<channels).flatMap { channel in
      (region.top..<(region.top + region.height)).flatMap { row in
        let start = (channel * height + row) * width + region.left
        return self.bytes[start..<(start + region.width)]
      }
    }
    return Picture(
      channels: channels, height: region.height, width: region.width, bytes: bytes)
  }
}

extension Picture {
  /// The picture in grey, in as many channels as it has.
  ///
  /// The weights of red, green and blue are 0.2989, 0.587 and 0.114, and the sum is rounded down,
  /// as torchvision does with byte tensors; Pillow's `convert("L")` rounds to the nearest.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func grayscale() throws -> Picture {
    guard let luminance = try luminance() else { return self }
    return Picture(
      channels: 3, height: height, width: width, bytes: luminance + luminance + luminance)
  }

  /// How bright each pixel is, `[height, width]`; `nil` where the picture is grey already.
  func luminance() throws -> [UInt8]? {
    if channels == 1 { return nil }
    guard channels == 3 else {
      throw PicturesError.wrongChannels(found: channels, expected: [1, 3])
    }
    // Products of bytes and single-precision weights are exact in double precision; each sum is
    // rounded to single precision once, as fused multiplication and addition do.
    let red = (0..<256).map { Double(Float($0) * 0.2989) }
    let green = (0..<256).map { Double(Float(0.587)) * Double($0) }
    let blue = (0..<256).map { Double(Float(0.114)) * Double($0) }
    let plane = height * width
    return [UInt8](unsafeUninitializedCapacity: plane) { target, initialized in
      bytes.withUnsafeBufferPointer { source in
        for pixel in 0..<plane {
          let yellow = Float(red[Int(source[pixel])] + green[Int(source[plane + pixel])])
          target[pixel] = UInt8(Float(Double(yellow) + blue[Int(source[2 * plane + pixel])]))
        }
      }
      initialized = plane
    }
  }
}

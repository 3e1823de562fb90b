extension Picture {
  /// The picture with one colour in place of `region`.
  ///
  /// `color` has one byte for every channel, or one for all of them.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the colour is one for other pictures.
  public func erased(_ region: Region, with color: [UInt8] = [0]) throws -> Picture {
    let color = try spread(color)
    return replacing(region) { color[$0] }
  }

  /// A value for every channel, given one for each or one for all of them.
  func spread<Value>(_ values: [Value]) throws -> [Value] {
    if values.count == channels { return values }
    guard let first = values.first, values.count == 1 else {
      throw PicturesError.wrongChannels(found: channels, expected: [values.count])
    }
    return [Value](repeating: first, count: channels)
  }

  /// The picture with new bytes in `region`, asked for with their channel, row after row.
  func replacing(_ region: Region, by byte: (_ channel: Int) -> UInt8) -> Picture {
    precondition(
      region.height == 0 || region.width == 0 || contains(region),
      "\(region) does not lie in a picture of \(shape)")
    var bytes = bytes
    bytes.withUnsafeMutableBufferPointer { bytes in
      for channel in 0..<channels {
        for row in region.rows {
          let start = (channel * height + row) * width
          for column in region.columns { bytes[start + column] = byte(channel) }
        }
      }
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }
}

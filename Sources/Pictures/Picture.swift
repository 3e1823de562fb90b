/// A picture as bytes, one whole channel after another.
public struct Picture: Sendable, Equatable {
  /// How many channels: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// How many rows each channel has.
  public let height: Int
  /// How many columns each channel has.
  public let width: Int
  /// `[channels, height, width]`, 0...255.
  public let bytes: [UInt8]

  /// The picture whose bytes are `[channels, height, width]`.
  public init(channels: Int, height: Int, width: Int, bytes: [UInt8]) {
    precondition(
      channels > 0 && height > 0 && width > 0 && bytes.count == channels * height * width,
      "\(bytes.count) bytes do not make a picture of \(channels)x\(height)x\(width)")
    self.channels = channels
    self.height = height
    self.width = width
    self.bytes = bytes
  }

  /// `[channels, height, width]`.
  public var shape: [Int] { [channels, height, width] }

  /// The byte of one channel at one row and column.
  public subscript(channel: Int, row: Int, column: Int) -> UInt8 {
    bytes[(channel * height + row) * width + column]
  }
}

/// One picture of a data set with its class.
public struct Sample: Sendable, Equatable {
  /// The picture.
  public let picture: Picture
  /// The number of its class, from 0.
  public let label: Int
  /// Its number in the data set it was read from; a `Subset` passes its base's number on.
  public let index: Int
  /// The class of every pixel, where the set has masks, in the picture's size.
  public let mask: Mask?

  /// The sample numbered `index`.
  public init(picture: Picture, label: Int, index: Int, mask: Mask? = nil) {
    self.picture = picture
    self.label = label
    self.index = index
    self.mask = mask
  }
}

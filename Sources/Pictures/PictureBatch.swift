/// Pictures of one shape, side by side, with their labels.
public struct PictureBatch: Sendable, Equatable {
  /// Its number in the epoch, from 0; where whole batches were skipped, numbers are left out.
  public let number: Int
  /// `[N, C, H, W]`, 0...255.
  public let bytes: [UInt8]
  /// Further views of the same pictures, each `[N, C, H, W]`, 0...255; mostly none.
  public let views: [[UInt8]]
  /// The class of each pixel, `[N, H, W]`, or `Mask.ignored`; `nil` where the set has no masks.
  public let masks: [UInt8]?
  /// The class of each picture, `[N]`.
  public let labels: [Int64]
  /// The number of each picture in the data set it was read from, `[N]`.
  public let indices: [Int]
  /// `N`, `C`, `H` and `W`.
  public let shape: [Int]

  /// The batch whose bytes have the given `[N, C, H, W]`.
  public init(
    number: Int = 0, bytes: [UInt8], views: [[UInt8]] = [], masks: [UInt8]? = nil,
    labels: [Int64], indices: [Int], shape: [Int]
  ) {
    precondition(
      shape.count == 4 && ([bytes] + views).allSatisfy { $0.count == shape.reduce(1, *) }
        && labels.count == shape[0] && indices.count == shape[0]
        && masks?.count ?? shape[0] * shape[2] * shape[3] == shape[0] * shape[2] * shape[3],
      "\(bytes.count) bytes, \(labels.count) labels, \(indices.count) indices do not make \(shape)"
    )
    self.number = number
    self.bytes = bytes
    self.views = views
    self.masks = masks
    self.labels = labels
    self.indices = indices
    self.shape = shape
  }

  /// The pictures of `batches`, one or more of one shape and without views, with the first one's
  /// number.
  public init(joining batches: [PictureBatch]) {
    let first = batches[0]
    precondition(
      batches.allSatisfy { $0.shape.dropFirst() == first.shape.dropFirst() && $0.views.isEmpty },
      "pictures of several shapes, or with views, are not joined")
    self.init(
      number: first.number, bytes: batches.flatMap(\.bytes),
      masks: first.masks.map { _ in batches.flatMap { $0.masks ?? [] } },
      labels: batches.flatMap(\.labels), indices: batches.flatMap(\.indices),
      shape: [batches.reduce(0) { $0 + $1.count }] + first.shape.dropFirst())
  }

  /// Picture `index`, 0..<count.
  public func picture(at index: Int) -> Picture {
    let size = shape.dropFirst().reduce(1, *)
    return Picture(
      channels: shape[1], height: shape[2], width: shape[3],
      bytes: Array(bytes[(index * size)..<((index + 1) * size)]))
  }

  /// How many pictures the batch has.
  public var count: Int { labels.count }

  /// The same batch with view `index` in the place of its pictures, and without views.
  public func view(_ index: Int) -> PictureBatch {
    PictureBatch(
      number: number, bytes: views[index], masks: masks, labels: labels, indices: indices,
      shape: shape)
  }
}

/// A batch to which pictures are still added.
struct GrowingBatch {
  let number: Int
  /// How many pictures there is to be room for.
  let places: Int
  private var bytes: [UInt8] = []
  private var views: [[UInt8]]
  private var masks: [UInt8]?
  private var labels: [Int64] = []
  private var indices: [Int] = []
  private var shape: [Int] = []

  /// Batch `number`, with room for `places` pictures that have `views` views each.
  init(number: Int, places: Int, views: Int) {
    self.number = number
    self.places = places
    self.views = Array(repeating: [], count: views)
  }

  /// Adds a picture and its views, which must be of the first picture's shape; all have masks, or
  /// none has.
  mutating func add(_ sample: Sample, views others: [Picture]) throws {
    let picture = sample.picture
    if shape.isEmpty {
      shape = picture.shape
      masks = sample.mask.map { _ in [] }
      masks?.reserveCapacity(places * picture.height * picture.width)
      bytes.reserveCapacity(places * picture.bytes.count)
      for view in views.indices { views[view].reserveCapacity(places * picture.bytes.count) }
    }
    if let other = ([picture] + others).first(where: { $0.shape != shape }) {
      throw PicturesError.shapesDiffer(found: other.shape, expected: shape)
    }
    try add(sample.mask, of: picture)
    bytes += picture.bytes
    for (view, other) in others.enumerated() { views[view] += other.bytes }
    labels.append(Int64(sample.label))
    indices.append(sample.index)
  }

  private mutating func add(_ mask: Mask?, of picture: Picture) throws {
    guard (masks == nil) == (mask == nil) else {
      throw MaskError.noMasks(set: "one of the pictures of a batch")
    }
    guard let mask else { return }
    guard picture.height == mask.height, picture.width == mask.width else {
      throw MaskError.transformed(
        picture: [picture.height, picture.width], mask: [mask.height, mask.width])
    }
    masks? += mask.bytes
  }

  /// The pictures so far, or `nil` where there are none.
  var batch: PictureBatch? {
    guard !labels.isEmpty else { return nil }
    return PictureBatch(
      number: number, bytes: bytes, views: views, masks: masks, labels: labels, indices: indices,
      shape: [labels.count] + shape)
  }
}

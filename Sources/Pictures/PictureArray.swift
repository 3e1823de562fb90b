/// Pictures of one size, held in memory once.
public struct PictureArray: PictureSet {
  /// What the set is called in messages.
  public let name: String
  /// The names of the classes.
  public let classes: [String]
  /// `[channels, height, width]` of every picture.
  public let shape: [Int]
  private let bytes: [UInt8]
  private let stored: [Int]
  private let stride: Int

  /// The set whose pictures lie in `bytes`, `[labels.count] + shape`, one after another.
  ///
  /// `shape` is `[channels, height, width]`; every label is a place in `classes`.
  public init(name: String, shape: [Int], bytes: [UInt8], labels: [Int], classes: [String]) {
    self.init(
      name: name, shape: shape, records: bytes, stride: shape.reduce(1, *), labels: labels,
      classes: classes)
  }

  /// The set whose picture `i` is the last part of record `i`; a record is `stride` bytes long.
  init(
    name: String, shape: [Int], records: [UInt8], stride: Int, labels: [Int], classes: [String]
  ) {
    precondition(
      shape.count == 3 && shape.allSatisfy { $0 > 0 } && stride >= shape.reduce(1, *)
        && records.count == labels.count * stride,
      "\(records.count) bytes do not hold \(labels.count) pictures of \(shape)")
    precondition(
      labels.allSatisfy(classes.indices.contains), "a label is not a place in \(classes)")
    self.name = name
    self.classes = classes
    self.shape = shape
    self.bytes = records
    self.stored = labels
    self.stride = stride
  }

  /// How many pictures there are.
  public var count: Int { stored.count }

  /// The name, the number of pictures, their shape and the number of classes.
  public var description: String {
    let size = shape.map(String.init).joined(separator: "x")
    return "\(name) (\(count) pictures of \(size), \(classes.count) classes)"
  }

  /// The class of picture `index`.
  public func label(at index: Int) -> Int { stored[index] }

  /// Picture `index`; its bytes are the only copy made.
  public func sample(at index: Int) -> Sample {
    let end = (index + 1) * stride
    let start = end - shape[0] * shape[1] * shape[2]
    let picture = Picture(
      channels: shape[0], height: shape[1], width: shape[2], bytes: Array(bytes[start..<end]))
    return Sample(picture: picture, label: stored[index], index: index)
  }
}

/// A data set whose pictures are all in memory.
public protocol StoredPictureSet: PictureSet {
  /// The pictures, labels and class names.
  var pictures: PictureArray { get }
}

extension StoredPictureSet {
  /// How many pictures there are.
  public var count: Int { pictures.count }

  /// The names of the classes.
  public var classes: [String] { pictures.classes }

  /// The name, the number of pictures, their shape and the number of classes.
  public var description: String { pictures.description }

  /// The class of picture `index`.
  public func label(at index: Int) -> Int { pictures.label(at: index) }

  /// Picture `index` with its label.
  public func sample(at index: Int) -> Sample { pictures.sample(at: index) }
}

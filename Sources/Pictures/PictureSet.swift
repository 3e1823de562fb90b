/// Labelled pictures that are read one at a time, by number, from any thread.
///
/// The pictures of a set may differ in size.
public protocol PictureSet: Sendable, CustomStringConvertible {
  /// How many pictures there are.
  var count: Int { get }
  /// The names of the classes; a label is a place in this list.
  var classes: [String] { get }
  /// The class of picture `index`, known without reading the picture.
  func label(at index: Int) -> Int
  /// Picture `index`, 0..<count, with its label.
  ///
  /// - Throws: what reading or decoding the picture throws.
  func sample(at index: Int) throws -> Sample
  /// The set that picture `index` lies in, and its number there.
  ///
  /// That is this set, but for one that shows pictures of another.
  func source(of index: Int) -> (set: any PictureSet, index: Int)
}

extension PictureSet {
  /// The class of every picture, in order.
  public var labels: [Int] { (0..<count).map(label(at:)) }

  /// This set and `index`.
  public func source(of index: Int) -> (set: any PictureSet, index: Int) { (self, index) }
}

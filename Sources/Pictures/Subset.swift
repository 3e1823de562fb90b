/// Some pictures of another set, in a given order.
///
/// A sample keeps the number it has in the base, and with it the same augmentation.
public struct Subset: PictureSet {
  /// The set the pictures come from.
  public let base: any PictureSet
  /// The number in `base` of each picture of this set.
  public let indices: [Int]

  /// The pictures of `base` at `indices`, each in `0..<base.count`.
  public init(_ base: any PictureSet, _ indices: [Int]) {
    let known = 0..<base.count
    precondition(
      indices.allSatisfy(known.contains), "an index of the subset is not among \(known) of \(base)")
    self.base = base
    self.indices = indices
  }

  /// How many pictures were chosen.
  public var count: Int { indices.count }

  /// The names of the base's classes, chosen from or not.
  public var classes: [String] { base.classes }

  /// The number of pictures and the base they are from.
  public var description: String { "\(count) pictures of \(base)" }

  /// The class of the chosen picture `index`.
  public func label(at index: Int) -> Int { base.label(at: indices[index]) }

  /// The chosen picture `index`, as the base gives it.
  public func sample(at index: Int) throws -> Sample { try base.sample(at: indices[index]) }

  /// Where the base has the chosen picture `index` from.
  public func source(of index: Int) -> (set: any PictureSet, index: Int) {
    base.source(of: indices[index])
  }
}

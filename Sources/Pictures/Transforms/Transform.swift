import Randomness

/// A change made to a picture each time it is loaded.
public protocol Transform: Sendable {
  /// The changed picture; all that is random comes from `random`.
  ///
  /// - Throws: where the change is not possible for a picture of this shape.
  func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture
}

/// Transforms in a list are applied one after another, drawing from the same stream.
extension [any Transform]: Transform {
  /// The picture after every transform of the list, in order.
  ///
  /// - Throws: what one of the transforms throws.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    try reduce(picture) { try $1($0, &random) }
  }
}

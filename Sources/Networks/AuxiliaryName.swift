/// The name of a tensor of a batch norm's auxiliary branch, `<norm>.aux_bn.<i>.*`; see `BatchNorm2D`.
public struct AuxiliaryName: Sendable, Hashable {
  /// How many auxiliary branches a batch norm may have, more than any method needs.
  public static let mostBranches = 16

  /// Which branch it is of, `0..<mostBranches`.
  public let branch: Int
  /// The same tensor's name in the main branch: without `aux_bn.<i>`.
  public let main: String

  /// `nil` where `name` is of no auxiliary branch.
  public init?(_ name: String) {
    var parts = name.split(separator: ".")
    guard let place = parts.firstIndex(of: "aux_bn"), place + 1 < parts.count,
      let index = Int(parts[place + 1]), (0..<Self.mostBranches).contains(index)
    else { return nil }
    parts.removeSubrange(place...place + 1)
    (branch, main) = (index, parts.joined(separator: "."))
  }
}

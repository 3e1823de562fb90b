import Torch

/// What differs between two sets of named tensors, a line each; empty where nothing does.
///
/// Names that only one has, and tensors that are farther apart than `tolerance` as `distance` has
/// it. Whole numbers and truth values must be the same.
public func differences(
  _ found: [String: Tensor], from expected: [String: Tensor], beyond tolerance: Double
) throws -> [String] {
  let names = Set(found.keys).union(expected.keys)
  return try names.sorted().compactMap { name in
    guard let right = expected[name] else { return "\(name) was not expected" }
    guard let left = found[name] else { return "\(name) is missing" }
    if try !right.dtype.isFloating {
      return try identical(left, right) ? nil : "\(name): \(left.summary) is not the same"
    }
    let distance = try distance(left, right)
    return distance <= tolerance ? nil : "\(name): \(left.summary) is \(distance) away"
  }
}

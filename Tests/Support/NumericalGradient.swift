import Torch

/// The gradient of `objective` at `leaf`, by central differences of its elements in turn.
///
/// `leaf` is nudged in place, by `step` both ways, and put back; `objective` reads it anew each
/// time. Only the elements at `places` are looked at (all, where it is nil), in their order.
///
/// A float64 objective near 1 has an error of about 1e-16 / step from rounding, and of step² times
/// its third derivative from the formula.
public func numericalGradient(
  at leaf: Tensor, places: [Int]? = nil, step: Double = 1e-6, of objective: () throws -> Double
) throws -> [Double] {
  try withoutGradients {
    let initial = try leaf.detach().clone()
    let elements = try initial.elements(Double.self)
    func value(_ place: Int, _ nudge: Double) throws -> Double {
      var nudged = elements
      nudged[place] += nudge
      try leaf.copyInPlace(Tensor(nudged, shape: leaf.shape))
      return try objective()
    }
    let slopes = try (places ?? Array(elements.indices)).map { place in
      try (value(place, step) - value(place, -step)) / (2 * step)
    }
    try leaf.copyInPlace(initial)
    return slopes
  }
}

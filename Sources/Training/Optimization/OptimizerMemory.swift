import Networks
import Torch

/// What an optimizer remembers of each parameter that it has moved, by the parameter's name.
struct OptimizerMemory {
  /// One of the tensors that are remembered of a parameter.
  struct Slot {
    /// What follows the parameter's name in a checkpoint; nothing where it is empty.
    var name: String
    /// What all its elements are at first.
    var start = 0.0
    /// Whether it is a single float32 number rather than one for each of the parameter's.
    var isNumber = false

    /// Its name in a checkpoint.
    func path(of parameter: String) -> String { name.isEmpty ? parameter : "\(parameter).\(name)" }

    /// Its first tensor: on the parameter's device, a number or laid out like the parameter.
    func first(for parameter: Tensor) throws -> Tensor {
      if isNumber { return try .full(start, [], device: parameter.device) }
      let tensor = try Tensor.zeros(like: parameter)
      if start != 0 { try tensor.fillInPlace(start) }
      return tensor
    }
  }

  private let slots: [Slot]
  private var tensors: [String: [Tensor]] = [:]

  /// A memory that begins with the first step of each parameter.
  init(_ slots: [Slot]) { self.slots = slots }

  /// Whether there is something about a parameter.
  func has(_ parameter: ParameterStore.Named) -> Bool { tensors[parameter.path] != nil }

  /// What is remembered of each of `parameters`, a list for each slot; begun where there is none.
  mutating func columns(of parameters: [ParameterStore.Named]) throws -> [[Tensor]] {
    let rows = try parameters.map { parameter in
      if let known = tensors[parameter.path] { return known }
      let fresh = try slots.map { try $0.first(for: parameter.tensor) }
      tensors[parameter.path] = fresh
      return fresh
    }
    return slots.indices.map { slot in rows.map { $0[slot] } }
  }

  /// All of it, by the names in checkpoints.
  var state: [String: Tensor] {
    var state: [String: Tensor] = [:]
    for (parameter, kept) in tensors {
      for (slot, tensor) in zip(slots, kept) { state[slot.path(of: parameter)] = tensor }
    }
    return state
  }

  /// Goes on with what a checkpoint holds of `parameters`.
  ///
  /// - Throws: `TrainingError.optimizerDoesNotFit`, `.optimizerLacks`.
  mutating func restore(
    _ state: [String: Tensor], of parameters: [ParameterStore.Named]
  ) throws {
    var rest = state
    tensors = [:]
    for (path, parameter) in parameters {
      let names = slots.map { $0.path(of: path) }
      guard names.contains(where: { state[$0] != nil }) else { continue }
      tensors[path] = try zip(slots, names).map { slot, name in
        guard let given = rest.removeValue(forKey: name) else {
          throw TrainingError.optimizerLacks(name)
        }
        let own = try slot.first(for: parameter)
        guard given.shape == own.shape else {
          throw TrainingError.optimizerDoesNotFit(name, shape: given.shape)
        }
        try own.copyInPlace(given.to(dtype: own.dtype, device: own.device))
        return own
      }
    }
    if let (name, tensor) = rest.min(by: { $0.key < $1.key }) {
      throw TrainingError.optimizerDoesNotFit(name, shape: tensor.shape)
    }
  }
}

import Networks
import Torch

/// Weights by the names that Spar's networks have, and how they came by them.
struct NamedWeights {
  /// The tensors.
  private(set) var tensors: [String: Tensor]
  /// What a person should know, each a clause.
  private(set) var notes: [String] = []
  /// The averaged ones, by their container, where the file has some beside others.
  private static let averages = [
    "state_dict_ema", "model_ema", "ema_state_dict", "ema", "params_ema",
  ]
  private static let containers = [
    "state_dict", "model_state_dict", "model_state", "model", "net", "network", "params", "weights",
  ]
  private static let count = "n_averaged"
  private static let prefixes = ["module.", "model.", "_orig_mod.", "net.", "state_dict."]

  /// The weights in `file`, of safetensors or of `torch.save`.
  ///
  /// `averaged`: those averaged over steps or the others; `nil` for the averaged ones where there
  /// are some.
  ///
  /// - Throws: `SafetensorsError`, `PthError`, `TrainingError.cannotRead` where there are no
  ///   averaged ones, or no others.
  init(file: String, averaged: Bool? = nil) throws {
    try self.init(try readTensors(file), averaged: averaged, file: file)
  }

  /// `tensors`, the contents of `file`, by their names there.
  init(_ tensors: [String: Tensor], averaged: Bool? = nil, file: String) throws {
    self.tensors = tensors
    try choose(averaged, file: file)
    leaveOutCount()
    while let prefix = Self.prefixes.first(where: { prefix in
      !self.tensors.isEmpty && self.tensors.keys.allSatisfy { $0.hasPrefix(prefix) }
    }) { takeOff(prefix) }
    for convention in [authorsNames, authorsSegmentationNames, efficientNetPyTorchNames] {
      guard let (renamed, note) = convention(self.tensors) else { continue }
      self.tensors = renamed
      notes.append(note)
    }
  }

  /// Leaves out how many weights were averaged, which `torch.optim.swa_utils.AveragedModel` has beside
  /// `module`.
  private mutating func leaveOutCount() {
    guard tensors.keys.allSatisfy({ $0 == Self.count || $0.hasPrefix("module.") }),
      tensors.removeValue(forKey: Self.count) != nil
    else { return }
    notes.append("'\(Self.count)' left out: these are the averaged weights of an AveragedModel")
  }

  /// Leaves out what lies beside the container of weights that is wanted.
  private mutating func choose(_ averaged: Bool?, file: String) throws {
    func holds(_ container: String) -> Bool {
      tensors.keys.contains { $0.hasPrefix(container + ".") }
    }
    let average = Self.averages.first(where: holds)
    let plain = Self.containers.first(where: holds)
    let isAverage = WeightsFile.isAverage(file)
    if averaged == true, average == nil, !isAverage {
      throw TrainingError.cannotRead(
        file, cause: "it has no averaged weights (\(Self.averages.joined(separator: ", ")))")
    }
    if averaged == false, isAverage {
      let others = WeightsFile.place(of: WeightsFile.name, beside: file)
      throw TrainingError.cannotRead(
        file, cause: "it has averaged weights alone; the others are in \(others)")
    }
    if averaged == false, plain == nil, let average {
      throw TrainingError.cannotRead(file, cause: "it has averaged weights alone ('\(average)')")
    }
    guard let container = averaged == false ? plain : average ?? plain else { return }
    let beside = tensors.keys.filter { !$0.hasPrefix(container + ".") }.count
    tensors = tensors.filter { $0.key.hasPrefix(container + ".") }
    takeOff(container + ".", beside: beside)
    if container == average { notes.append("these are the averaged weights, '\(container)'") }
  }

  private mutating func takeOff(_ prefix: String, beside: Int = 0) {
    tensors = Dictionary(
      uniqueKeysWithValues: tensors.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    let rest = beside > 0 ? ", \(beside) tensors beside it left out" : ""
    notes.append("'\(prefix)' taken off the names\(rest)")
  }

  /// Leaves out the auxiliary branches of batch norms; returns how many tensors those were.
  mutating func stripAuxiliary() -> Int {
    let count = tensors.count
    tensors = tensors.filter { !$0.key.split(separator: ".").contains("aux_bn") }
    return count - tensors.count
  }

  /// How many auxiliary branches its batch norms have.
  var auxiliaryBranches: Int {
    tensors.keys.compactMap { AuxiliaryName($0).map { $0.branch + 1 } }.max() ?? 0
  }
}

/// Every tensor in a file of safetensors or of `torch.save`, by its name there; the file is mapped
/// and not copied, so it must stay as it is while they are in use.
private func readTensors(_ path: String) throws -> [String: Tensor] {
  var tensors: [String: Tensor] = [:]
  if PthFile.isOne(path) {
    let file = try PthFile(path)
    for name in file.names { tensors[name] = try file.tensor(name) }
  } else {
    let file = try SafetensorsFile(path)
    for name in file.names { tensors[name] = try file.mappedTensor(name) }
  }
  return tensors
}

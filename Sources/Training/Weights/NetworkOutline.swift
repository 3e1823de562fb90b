import Networks
import Randomness
import Settings
import Torch

/// The names and shapes of a network's tensors, found without making them.
struct NetworkOutline {
  /// The network.
  let settings: NetworkSettings
  /// How many classes it tells apart.
  let classes: Int
  /// The channels of the pictures it takes.
  let channels: Int
  /// Whether it is as wide, and has the stem, as its paper and timm have it.
  let isUsual: Bool
  /// Its tensors' shapes by name; those a file may lack are not among them.
  let required: [String: [Int]]
  /// The tensors' names, all of them.
  let names: Set<String>
  /// Where its first convolution and its last layer are.
  let stem: String
  let head: String

  /// Outlines `model` as `weights` would have it: as wide, of as many classes and channels, and
  /// with their stem.
  ///
  /// - Throws: what building it throws.
  init(_ model: NetworkSettings.Model, for weights: [String: [Int]]) throws {
    var settings = NetworkSettings()
    settings.model = model
    let usual = try Self(settings, channels: 3, classes: 1)
    let first = weights["\(usual.stem).weight"].flatMap { $0.count == 4 ? $0 : nil }
    if let first, (max(1, model.leastWidth)...4_096).contains(first[0]) {
      let isUsual = first[0] == usual.required["\(usual.stem).weight"]?.first
      if !isUsual, model.size?.isLite != true { settings.width = first[0] }
      if model.isResNetForPhotographs, first[3] == 3 { settings.stem = .small }
    }
    let classes = weights["\(usual.head).weight"]?.first ?? 0
    let channels = first?[1] ?? 3
    try self.init(
      settings, channels: [1, 3].contains(channels) ? channels : 3,
      classes: (1...1_000_000).contains(classes) ? classes : 1_000)
  }

  /// Outlines the network that `config` tells of.
  ///
  /// - Throws: what building it throws.
  init(_ config: ModelConfig) throws {
    try self.init(config.network, channels: config.inputShape[0], classes: config.outputs)
  }

  private init(_ settings: NetworkSettings, channels: Int, classes: Int) throws {
    (self.settings, self.channels, self.classes) = (settings, channels, classes)
    let all = try Self.tensors(settings, channels: channels, classes: classes)
    var usual = NetworkSettings()
    usual.model = settings.model
    isUsual =
      try settings == usual
      || Self.tensors(usual, channels: channels, classes: classes).elementsEqual(all, by: ==)
    // The last layer is the only one of a matrix.
    let (first, last) = (all.first { $0.shape.count == 4 }, all.last { $0.shape.count == 2 })
    stem = String((first?.path ?? "").dropLast(".weight".count))
    head = String((last?.path ?? "").dropLast(".weight".count))
    names = Set(all.map(\.path))
    required = Dictionary(
      uniqueKeysWithValues: all.filter { !$0.path.hasSuffix(".num_batches_tracked") })
  }

  private static func tensors(
    _ settings: NetworkSettings, channels: Int, classes: Int
  ) throws -> [(path: String, shape: [Int])] {
    let store = ParameterStore(outlining: ())
    let plain = [Double](repeating: 1, count: channels)
    let normalization = Normalization(mean: plain, deviation: plain)
    _ = try settings.build(
      channels: channels, classes: classes, normalization: normalization, Scope(store))
    return (store.parameters + store.buffers).map { ($0.path, $0.tensor.shape) }
  }

  /// How many of its tensors `weights` have by name and shape.
  func matches(_ weights: [String: [Int]]) -> Int {
    required.count { weights[$0.key] == $0.value }
  }

  /// What of it `weights` lack or have otherwise, and what they have beside it; each a clause.
  func problems(_ weights: [String: [Int]]) -> [String] {
    let lacking = required.keys.sorted().compactMap { name -> String? in
      guard let found = weights[name] else { return "'\(name)' is missing" }
      let expected = required[name] ?? []
      return found == expected ? nil : "'\(name)' is \(found), expected \(expected)"
    }
    let more = weights.keys.filter { !names.contains(AuxiliaryName($0)?.main ?? $0) }.sorted()
    return lacking + more.map { "'\($0)' is not in it" }
  }

  /// The network that `weights`, shapes by name, are of.
  ///
  /// `name` is what it is called, where that is known.
  ///
  /// - Throws: `TrainingError.cannotRead` naming `file`, with the nearest network and what does not
  ///   fit; `.noModel`.
  static func find(
    _ weights: [String: [Int]], called name: String?, file: String
  ) throws -> NetworkOutline {
    let known = NetworkSettings.Model.allCases
    let models = name.map { name in known.filter { $0.rawValue == name } } ?? known
    if let name, models.isEmpty {
      let names = known.map(\.rawValue)
      throw TrainingError.noModel(name, nearest: nearest(to: name, among: names), known: names)
    }
    let outlines = try models.map { try NetworkOutline($0, for: weights) }
    if let fitting = outlines.first(where: { $0.problems(weights).isEmpty }) { return fitting }
    guard let near = outlines.max(by: { $0.score(weights) < $1.score(weights) }) else {
      throw TrainingError.noModel(name ?? "", nearest: nil, known: known.map(\.rawValue))
    }
    let verdict =
      name == nil ? "they are of no network that Spar builds; the nearest is" : "it is no"
    throw near.refusal(of: weights, "\(verdict) \(near.settings.model.rawValue)", file: file)
  }

  /// The network that `config` tells of, which `weights` must be of; `teller` is where it is from.
  ///
  /// - Throws: `TrainingError.cannotRead` naming `file`, with what does not fit.
  static func find(
    _ weights: [String: [Int]], as config: ModelConfig, by teller: String, file: String
  ) throws -> NetworkOutline {
    let told = try NetworkOutline(config)
    guard !told.problems(weights).isEmpty else { return told }
    let more = [config.width.map { ", width \($0)" }, config.stem.map { ", stem \($0)" }]
    throw told.refusal(
      of: weights,
      "it is not what \(teller) tells, \(config.architecture) (classes \(told.classes), "
        + "channels \(told.channels)\(more.compactMap { $0 }.joined()))", file: file)
  }

  private func refusal(
    of weights: [String: [Int]], _ verdict: String, file: String
  ) -> TrainingError {
    let problems = problems(weights)
    return .cannotRead(
      file,
      cause: "\(verdict), of which \(matches(weights)) of \(required.count) tensors are there by "
        + "name and shape:" + problems.prefix(8).map { "\n  \($0)" }.joined()
        + (problems.count > 8 ? "\n  and \(problems.count - 8) more" : ""))
  }

  /// How near `weights` are to it: what fits, less what does not.
  private func score(_ weights: [String: [Int]]) -> Int {
    2 * matches(weights) - required.count - weights.keys.count { !names.contains($0) }
  }
}

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
    let usual = try Self.tensors(settings, channels: 3, classes: Self.mark)
    let first = usual.first { $0.shape.count == 4 }
    let found = first.flatMap { weights[$0.path] }
    if let first, let found, found.count == 4, let usualWidth = first.shape.first,
      (max(1, model.leastWidth)...4_096).contains(found[0])
    {
      if found[0] != usualWidth, model.size?.isLite != true { settings.width = found[0] }
      if model.isResNetForPhotographs, found[3] == 3 { settings.stem = .small }
    }
    let last = usual.first { $0.shape.first == Self.mark }
    let classes = last.flatMap { weights[$0.path]?.first } ?? 0
    let channels = found.map { $0.count == 4 ? $0[1] : 3 } ?? 3
    self.classes = (1...1_000_000).contains(classes) ? classes : 1_000
    self.channels = [1, 3].contains(channels) ? channels : 3
    self.settings = settings
    stem = String((first?.path ?? "").dropLast(".weight".count))
    head = String((last?.path ?? "").dropLast(".weight".count))
    let all = try Self.tensors(settings, channels: self.channels, classes: self.classes)
    names = Set(all.map(\.path))
    required = Dictionary(
      uniqueKeysWithValues: all.filter { !$0.path.hasSuffix(".num_batches_tracked") })
  }

  /// A number of classes that no network has for a width.
  private static let mark = 7_919

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
    let more = weights.keys.filter { !names.contains($0) && !isAuxiliary($0) }.sorted()
    return lacking + more.map { "'\($0)' is not in it" }
  }

  private func isAuxiliary(_ name: String) -> Bool { name.split(separator: ".").contains("aux_bn") }

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
    let problems = near.problems(weights)
    let verdict =
      name == nil ? "they are of no network that Spar builds; the nearest is" : "it is no"
    throw TrainingError.cannotRead(
      file,
      cause: "\(verdict) \(near.settings.model.rawValue), of which \(near.matches(weights)) of "
        + "\(near.required.count) tensors are there by name and shape:"
        + problems.prefix(8).map { "\n  \($0)" }.joined()
        + (problems.count > 8 ? "\n  and \(problems.count - 8) more" : ""))
  }

  /// How near `weights` are to it: what fits, less what does not.
  private func score(_ weights: [String: [Int]]) -> Int {
    2 * matches(weights) - required.count - weights.keys.count { !names.contains($0) }
  }
}

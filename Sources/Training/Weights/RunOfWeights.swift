import Foundation
import Networks

/// The run that weights are of, as a model card tells of it.
struct RunOfWeights {
  /// The run's folder.
  let folder: String
  private let file: URL
  private let state: RunState
  /// Whether auxiliary branches were taken off the weights.
  private let lacksBranches: Bool

  /// The run of whose checkpoints `file` is one's; `nil` where it is of none.
  init?(_ file: String, lacksBranches: Bool) {
    self.file = URL(filePath: file).resolvingSymlinksInPath()
    let checkpoint = self.file.deletingLastPathComponent()
    folder = checkpoint.deletingLastPathComponent().deletingLastPathComponent().path
    guard let state = try? RunState(in: checkpoint.path),
      FileManager.default.fileExists(atPath: "\(folder)/recipe.yaml")
    else { return nil }
    self.state = state
    self.lacksBranches = lacksBranches
  }

  /// What the run follows; `nil` where that cannot be read.
  var recipe: Recipe? { try? Recipe(file: "\(folder)/recipe.yaml") }

  /// How the weights were trained, and how they did.
  var text: String {
    var text = "## Training\n\n"
    if let origin: RunOrigin = try? readJSON("\(folder)/\(RunOrigin.name)") {
      text += "`\(origin.commandLine)`, Spar \(origin.spar), libtorch \(origin.libtorch), "
      text += "\(origin.processor).\n\n"
    }
    if let recipe = try? String(contentsOfFile: "\(folder)/recipe.yaml", encoding: .utf8) {
      text += "```yaml\n\(recipe)```\n"
    }
    return text + "\n## Results\n\n\(results)\n"
  }

  /// What the run's end judged, where it was these very weights.
  private var results: String {
    guard let final = try? FinalEntry(ofRun: folder) else {
      return "These are the weights after \(state.step) steps; the run did not come to its end."
    }
    guard let branch = recipe?.evaluation.branch else {
      return "The run's recipe.yaml cannot be read."
    }
    if isPlainBesideAverage {
      return "The run judged the weights averaged over its steps (EMA), not these."
    }
    if lacksBranches, branch != .main {
      return "The run judged the \(branch) branch of the batch norms, which is left out here."
    }
    guard let scores = scores(final) else {
      return "These are the weights after \(state.step) steps, which the run's end did not judge."
    }
    let through = branch == .main ? "" : ", through the \(branch) branch of the batch norms"
    return "On the \(final.pictures.rawValue) pictures, after \(state.step) steps\(through).\n\n"
      + Self.table(scores)
  }

  private var isPlainBesideAverage: Bool {
    let average = file.deletingLastPathComponent().appending(path: WeightsFile.averageName)
    return !WeightsFile.isAverage(file.path)
      && FileManager.default.fileExists(atPath: average.path)
  }

  /// The scores of these weights among what the run's end judged; `nil` where they are of others.
  private func scores(_ final: FinalEntry) -> [String: Scores]? {
    if state.step == final.step { return final.last }
    let isBest =
      final.bestStep.map { $0 == state.step }
      ?? (state.epoch == final.bestEpoch && state.batch == 0)
    return isBest ? final.best : nil
  }

  private static func table(_ scores: [String: Scores]) -> String {
    let rows = scores.sorted { $0.key < $1.key }.compactMap { name, score -> String? in
      guard let top1 = score.top1, let top5 = score.top5 else { return nil }
      return String(
        format: "| %@ | %.2f %% | %.2f %% | %.4f | %d |", name, 100 * top1, 100 * top5, score.loss,
        score.count)
    }
    return (["| | top-1 | top-5 | loss | pictures |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}

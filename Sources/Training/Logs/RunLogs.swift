import Adversary
import Pictures

/// What a run writes about itself as it goes: `metrics.jsonl`, and the events TensorBoard shows.
///
/// Docs/Formats/Logs.md has every key and tag.
final class RunLogs {
  private let lines: RunLog
  private let events: EventFile
  private let picturesPerStep: Int
  /// Where they are.
  let paths: [String]

  /// The logs of a run of `recipe` in `folder`, cut to `lengths`, by the names of their files.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and `.cannotResume` where one is shorter.
  init(of recipe: Recipe, in folder: String, lengths: [String: UInt64]) throws {
    lines = try RunLog("\(folder)/\(RunLog.name)", length: lengths[RunLog.name] ?? 0)
    events = try EventFile("\(folder)/\(EventFile.name)", length: lengths[EventFile.name] ?? 0)
    picturesPerStep = recipe.batchSize * recipe.accumulate
    paths = [RunLog.name, EventFile.name].map { "\(folder)/\($0)" }
    if events.isNew {
      let text = "```yaml\n\(try recipe.yaml())```\n"
      try events.add([Summary(tag: "recipe", value: .text(text))], at: 0)
    }
  }

  /// Adds a step's numbers.
  func add(_ entry: StepEntry) throws {
    try lines.add(entry)
    try events.add(entry.summaries(pictures: picturesPerStep), at: entry.step)
  }

  /// Adds an epoch's numbers.
  func add(_ entry: EpochEntry) throws {
    try lines.add(entry)
    try events.add(entry.summaries, at: entry.step)
  }

  /// Adds how the pictures held out were told within an epoch.
  func add(_ entry: ValidationEntry) throws {
    try lines.add(entry)
    try events.add(entry.summaries, at: entry.step)
  }

  /// Adds what the run came to.
  func add(_ entry: FinalEntry) throws {
    try lines.add(entry)
    try events.add(entry.summaries, at: entry.step)
  }

  /// Adds which pictures were left out.
  func add(_ entry: SkippedEntry) throws { try lines.add(entry) }

  /// Shows the first pictures of epoch `epoch`, counted from 1, and their views, as they are trained
  /// on.
  ///
  /// Those of epochs 1, 2, 4, 8 and so on are kept: TensorBoard shows ten of a kind.
  func show(_ pictures: PictureBatch, epoch: Int, step: Int) throws {
    guard epoch & (epoch - 1) == 0 else { return }
    let shown =
      [("training", pictures)] + pictures.views.indices.map { ("view.\($0)", pictures.view($0)) }
    let images = try shown.map { name, pictures in
      let grid = pictures.grid()
      return Summary(
        tag: "pictures/\(name)", value: .image(png: try grid.png(), shape: grid.shape))
    }
    try events.add(images, at: step)
  }

  /// Shows how far each lesson's features were moved.
  func show(_ moves: [Move], step: Int) throws {
    try events.add(moves.flatMap { try $0.summaries() }, at: step)
  }

  /// How many bytes each log has, by the name of its file.
  var lengths: [String: UInt64] {
    get throws { [RunLog.name: try lines.length, EventFile.name: try events.length] }
  }
}

import ArgumentParser
import Foundation
import Randomness
import Training

/// `spar evaluate`: judges weights on test pictures.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Judge weights on a recipe's test pictures.",
    discussion: """
      Clean, under noise and under attacks, as the recipe's `evaluation` says:

        spar evaluate fashion-mnist-resnet20-afan --weights runs/fashion-mnist-resnet20-afan-1
        spar evaluate my.yaml --weights best.safetensors evaluation.fgsm=8/255
      """)

  @Argument(help: "A recipe's name or YAML file.")
  var recipe: String

  @Argument(help: "Settings to change, such as evaluation.noise=0.2.")
  var settings: [String] = []

  @Option(help: "A file of safetensors or .pth, or the folder of a checkpoint, a run or the hub.")
  var weights: String

  @Flag(help: "Print the scores as JSON.")
  var json = false

  func run() throws {
    try reporting {
      let recipe = try Recipe.named(recipe, overrides: settings)
      if let file = try Recipe.averagedWeights(at: weights) {
        note("judging the averaged weights (ema), \(file)")
      }
      let progress = ProgressLine()
      let evaluated = try Evaluated(recipe, weights: weights) { name, done, count in
        progress.say("\(name): \(done) of \(count) pictures")
      }
      progress.clear()
      noteWhatWasJudged(evaluated, recipe)
      if json { return print(logLine(evaluated.scores) ?? "{}") }
      show(evaluated.scores, recipe)
    }
  }

  /// What a reader of the scores may not expect.
  private func noteWhatWasJudged(_ evaluated: Evaluated, _ recipe: Recipe) {
    evaluated.notices.forEach(note)
    if evaluated.pictures == .validation {
      let cause = recipe.evaluation.pictures == .test ? "there are no test pictures: " : ""
      note("\(cause)these are the scores on the validation pictures")
    }
    if let choices = evaluated.choices, choices.count < choices.outputs {
      note("chosen among the \(choices.count) classes of the pictures, of \(choices.outputs)")
    }
    let branches = recipe.method.settings.auxiliaryBranches
    if branches > 0 {
      note("judged through the \(recipe.evaluation.branch) branch of \(branches + 1)")
    }
    for picture in evaluated.skipped { note("skipped: \(picture.reason)") }
  }

  private func show(_ scores: [String: Scores], _ recipe: Recipe) {
    if let drawn = scores["clean"], let terms = drawn.terms { return show(drawn, terms) }
    let judged = recipe.evaluation.challenges.compactMap { challenge in
      scores[challenge.name].map { (challenge.name, $0) }
    }
    let pixels = PixelScoresTable(judged, classes: (try? recipe.data.classNames()) ?? [])
    if let pixels { return print(pixels.text) }
    print("              top-1     top-5      loss   pictures")
    for name in recipe.evaluation.challenges.map(\.name) + ["conflict"] {
      guard let score = scores[name], let top1 = score.top1, let top5 = score.top5 else { continue }
      print(
        name.padding(toLength: 10, withPad: " ", startingAt: 0)
          + String(
            format: "%7.2f %% %7.2f %% %9.4f %10d", 100 * top1, 100 * top5, score.loss, score.count)
      )
    }
    if let cues = scores["conflict"]?.cues { show(cues, recipe) }
  }

  /// The scores of a task that tells no classes.
  private func show(_ scores: Scores, _ terms: [String: Double]) {
    for (name, value) in [("loss", scores.loss)] + terms.sorted(by: { $0.key < $1.key }) {
      print(
        name.padding(toLength: 10, withPad: " ", startingAt: 0) + String(format: "%9.4f", value))
    }
    print("pictures  " + String(format: "%9d", scores.count))
  }

  /// What decisions went by, where shape and texture tell different classes.
  private func show(_ cues: CueDecisions, _ recipe: Recipe) {
    func text(_ bias: Double?) -> String {
      bias.map { String(format: "%7.2f %%", 100 * $0) } ?? "      – "
    }
    print("shape bias" + text(cues.shapeBias))
    print("either cue" + text(cues.answered))
    for (index, name) in ((try? recipe.data.classNames()) ?? []).enumerated() {
      print("  \(name)".padding(toLength: 24, withPad: " ", startingAt: 0), terminator: "")
      print(text(cues.shapeBias(of: index)))
    }
  }
}

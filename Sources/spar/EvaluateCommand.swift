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

  func run() throws {
    try reporting {
      let recipe = try Recipe.named(recipe, overrides: settings)
      if let file = try Recipe.averagedWeights(at: weights) {
        FileHandle.standardError.write(Data("judging the averaged weights (ema), \(file)\n".utf8))
      }
      let isTerminal = isatty(STDERR_FILENO) == 1
      var said = Date()
      let evaluated = try Evaluated(recipe, weights: weights) { name, done, count in
        let text = "\(name): \(done) of \(count) pictures"
        guard !isTerminal else {
          return FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
        }
        guard Date().timeIntervalSince(said) > 60 else { return }
        said = Date()
        FileHandle.standardError.write(Data("\(text)\n".utf8))
      }
      if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
      for notice in evaluated.notices {
        FileHandle.standardError.write(Data("\(notice)\n".utf8))
      }
      if evaluated.pictures == .validation {
        let cause = recipe.evaluation.pictures == .test ? "there are no test pictures: " : ""
        let note = "\(cause)these are the scores on the validation pictures\n"
        FileHandle.standardError.write(Data(note.utf8))
      }
      let choices = evaluated.choices
      if choices.count < choices.outputs {
        let note =
          "chosen among the \(choices.count) classes of the pictures, of \(choices.outputs)\n"
        FileHandle.standardError.write(Data(note.utf8))
      }
      let branches = recipe.method.settings.auxiliaryBranches
      if branches > 0 {
        let note = "judged through the \(recipe.evaluation.branch) branch of \(branches + 1)\n"
        FileHandle.standardError.write(Data(note.utf8))
      }
      for picture in evaluated.skipped {
        FileHandle.standardError.write(Data("skipped: \(picture.reason)\n".utf8))
      }
      let scores = evaluated.scores
      if json { return print(logLine(scores) ?? "{}") }
      print("              top-1     top-5      loss   pictures")
      for name in recipe.evaluation.challenges.map(\.name) + ["conflict"] {
        guard let score = scores[name] else { continue }
        print(
          name.padding(toLength: 10, withPad: " ", startingAt: 0)
            + String(
              format: "%7.2f %% %7.2f %% %9.4f %10d", 100 * score.top1, 100 * score.top5,
              score.loss, score.count))
      }
      if let cues = scores["conflict"]?.cues { show(cues, recipe) }
    }
  }
}

import ArgumentParser
import Training

/// `spar train`: trains a recipe.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a recipe.",
    discussion: """
      The run's folder holds the resolved recipe, checkpoints, metrics.jsonl, metrics.csv, events \
      that `tensorboard --logdir runs` shows and, at its end, report.html.

        spar train cifar10-resnet20-afan data.folder=data seed=2
        spar train my.yaml epochs=10 'method.afan.cuts[0].attack.stepSize=0.5/255'
        spar train --resume runs/cifar10-resnet20-afan-1

      SIGINT (Ctrl-C) and SIGTERM end it after the step under way with a checkpoint, and exit with \
      130 and 143; a second one ends it at once. --time-limit does the same and exits with 0, so \
      that jobs that follow one another can each go on with --resume: what is finished says so.
      """)

  @Argument(help: "A recipe's name or YAML file; may be left out with --resume.")
  var recipe: String?

  @Argument(help: "Settings to change, such as epochs=5.")
  var settings: [String] = []

  @Option(name: .customLong("run"), help: "The run's folder. (default: runs/<recipe>-<n>)")
  var folder: String?

  @Option(help: "Go on with the run in this folder.")
  var resume: String?

  @Option(
    help: "End after this time with a checkpoint: 90s, 30m, 2h, 1h30m or HH:MM:SS.")
  var timeLimit: TimeLimit?

  @Flag(help: "Print the log's lines, as JSON, instead of progress.")
  var json = false

  @Option(help: .hidden)
  var endsWithParent: Int32?

  func validate() throws {
    guard recipe != nil || resume != nil else {
      throw ValidationError("Name a recipe (see `spar recipes`), or a run with --resume.")
    }
    if let recipe, recipe.contains("=") {
      throw ValidationError(
        resume == nil
          ? "Name a recipe before settings such as \(recipe)."
          : "A resumed run keeps its settings; leave \(recipe) out.")
    }
    guard folder == nil || resume == nil else {
      throw ValidationError("--resume goes on in its own folder; leave --run out.")
    }
  }

  func run() throws {
    let stop = StopRequest(after: timeLimit?.duration)
    var ending = TrainingEnding.done
    try reporting {
      let output: any TrainingOutput = json ? JSONOutput() : TerminalOutput()
      let (recipe, folder) = try opened()
      try folder.keep(RunOrigin(command: command, spar: Spar.configuration.version))
      let signals = StopSignals(stop, resuming: resuming(folder.path))
      output.begin(recipe, in: folder.path)
      func train<Task: TrainableTask>(_: Task.Type) throws -> TrainingEnding {
        let trainer: Trainer<Task> = try made(recipe, in: folder, stop) { output.show($0) }
        signals.begin()
        if let endsWithParent { signals.end(with: endsWithParent) }
        return try trainer.run()
      }
      ending = try train(recipe.task.type)
      output.end(ending, in: folder.path, resuming: resuming(folder.path))
    }
    if case .stopped(.signal(let signal), _, _) = ending {
      throw ExitCode(StopSignals.status(signal))
    }
  }

  /// The trainer; where a new run's cannot be made, its folder is removed again.
  private func made<Task: TrainableTask>(
    _ recipe: Recipe, in folder: RunFolder, _ stop: StopRequest,
    report: @escaping (TrainingEvent) -> Void
  ) throws -> Trainer<Task> {
    do {
      return try Trainer<Task>(
        recipe, in: folder, resumes: resume != nil, stop: stop, report: report)
    } catch {
      if resume == nil { folder.removeUnlessBegun() }
      throw error
    }
  }

  /// The words that a person would begin this run with.
  private var command: [String] {
    let words = CommandLine.arguments
    return endsWithParent == nil ? words : Array(words.prefix { $0 != "--json" })
  }

  private func opened() throws -> (Recipe, RunFolder) {
    if let resume {
      let folder = try RunFolder(resuming: resume)
      let recipe = try folder.recipe()
      if let name = self.recipe {
        let asked = try Recipe.named(name, overrides: settings)
        // Weights that the run began from may be gone: they are not read again.
        try folder.require((try? asked.resolved()) ?? asked, sameAs: recipe)
      }
      return (recipe, folder)
    }
    let recipe = try Recipe.named(recipe ?? "", overrides: settings).resolved()
    try recipe.check()
    try recipe.data.checkPlace()
    guard let folder else { return (recipe, try RunFolder(numbering: recipe)) }
    return (recipe, try RunFolder(creating: folder, for: recipe))
  }

  private func resuming(_ folder: String) -> String {
    "go on with: spar train --resume \(shellWord(folder))"
  }
}

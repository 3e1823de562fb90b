import ArgumentParser
import Training

/// `spar train`: trains a recipe.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a recipe.",
    discussion: """
      The run's folder holds the resolved recipe, checkpoints, metrics.jsonl and metrics.csv.

        spar train cifar10-resnet20-afan data.folder=data seed=2
        spar train my.yaml epochs=10 'method.afan.cuts[0].attack.stepSize=0.5/255'
        spar train --resume runs/cifar10-resnet20-afan-1
      """)

  @Argument(help: "A recipe's name or YAML file; may be left out with --resume.")
  var recipe: String?

  @Argument(help: "Settings to change, such as epochs=5.")
  var settings: [String] = []

  @Option(name: .customLong("run"), help: "The run's folder. (default: runs/<recipe>-<n>)")
  var folder: String?

  @Option(help: "Go on with the run in this folder.")
  var resume: String?

  @Flag(help: "Print the log's lines, as JSON, instead of progress.")
  var json = false

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
    try reporting {
      let output: any TrainingOutput = json ? JSONOutput() : TerminalOutput()
      let (recipe, folder) = try opened()
      output.begin(recipe, in: folder.path)
      let trainer = try made(recipe, in: folder) { output.show($0) }
      try trainer.run()
    }
  }

  /// The trainer; where a new run's cannot be made, its folder is removed again.
  private func made(
    _ recipe: Recipe, in folder: RunFolder, report: @escaping (TrainingEvent) -> Void
  ) throws -> Trainer {
    do {
      return try Trainer(recipe, in: folder, resumes: resume != nil, report: report)
    } catch {
      if resume == nil { folder.removeUnlessBegun() }
      throw error
    }
  }

  private func opened() throws -> (Recipe, RunFolder) {
    if let resume {
      let folder = try RunFolder(resuming: resume)
      let recipe = try folder.recipe()
      if let name = self.recipe {
        try folder.require(Recipe.named(name, overrides: settings), sameAs: recipe)
      }
      return (recipe, folder)
    }
    let recipe = try Recipe.named(recipe ?? "", overrides: settings)
    try recipe.check()
    return (
      recipe, try RunFolder(creating: folder ?? RunFolder.fresh(for: recipe.name), for: recipe)
    )
  }
}

import ArgumentParser

/// The command; it parses, prints and exits.
@main
struct Spar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spar",
    abstract: "Trains visual recognition networks against an adversary.",
    discussion: """
      A recipe decides a run; `spar recipes` lists those that come with Spar, and any setting can \
      be changed on the command line:

        spar train fashion-mnist-resnet20-afan epochs=5 optimizer.learningRate=0.05
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, RecipesCommand.self, ModelsCommand.self,
      TraceCommand.self, DoctorCommand.self,
    ])
}

import ArgumentParser
import Foundation

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
      TrainCommand.self, SweepCommand.self, EvaluateCommand.self, PredictCommand.self,
      ConvertCommand.self, FetchCommand.self, ReportCommand.self, CalibrateCommand.self,
      RecipesCommand.self,
      ModelsCommand.self,
      TraceCommand.self, DoctorCommand.self,
    ])

  /// Does what the command line says, and exits: with 2 where that cannot be understood.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      note(fullMessage(for: error))
      exit(withError: ExitCode(2))
    }
  }
}

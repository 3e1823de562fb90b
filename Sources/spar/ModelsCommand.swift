import ArgumentParser
import Foundation
import Training

/// `spar models`: shows the networks and their stages.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the networks, or show the stages of one.",
    discussion: """
      A stage's shape is what an adversary moves behind it; the share behind it is what each pass \
      of a lesson or an attack costs:

        spar models resnet56
        spar models resnet18 --size 64 --classes 100
      """)

  @Argument(help: "The network to show.")
  var name: String?

  @Option(help: "The side of the pictures, in pixels.")
  var size: Int?

  @Option(help: "The channels of the pictures.")
  var channels = 3

  @Option(help: "How many classes it tells apart.")
  var classes: Int?

  func validate() throws {
    guard name != nil || (size == nil && classes == nil && channels == 3) else {
      throw ValidationError("--size, --channels and --classes need the name of a network.")
    }
  }

  func run() throws {
    try reporting {
      guard let name else {
        for model in NetworkSettings.Model.allCases { print(model.rawValue) }
        return
      }
      let summary = try ModelSummary(name, size: size, channels: channels, classes: classes)
      print("stage      leaves behind          parameters   cost   cost behind it")
      for stage in summary.stages {
        let shape = stage.shape.map(String.init).joined(separator: " x ")
        print(
          stage.name.padding(toLength: 11, withPad: " ", startingAt: 0)
            + shape.padding(toLength: 22, withPad: " ", startingAt: 0)
            + String(
              format: "%11d %5.1f %% %13.1f %%", stage.parameters, 100 * stage.share,
              100 * stage.shareBehind))
      }
      print(
        String(
          format: "in all %d parameters, %.1f million multiply-adds a picture",
          summary.parameters, summary.multiplyAdds / 1e6))
    }
  }
}

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
        spar models resnet50 --task segmentation --output-stride 8

      With --task segmentation it is the backbone of a DeepLabV3+, which tells the class of every \
      pixel.
      """)

  @Argument(help: "The network to show.")
  var name: String?

  @Option(help: "The side of the pictures, in pixels.")
  var size: Int?

  @Option(help: "The channels of the pictures.")
  var channels = 3

  @Option(help: "How many classes it tells apart.")
  var classes: Int?

  @Option(
    help: "What it is to do: classification, or segmentation as the backbone of a DeepLabV3+.")
  var task = ShownTask.classification

  @Option(help: "How many pixels a backbone's last maps have one for, along each side: 8 or 16.")
  var outputStride: Int?

  @Flag(help: "With a decoder of depthwise separable convolutions.")
  var separable = false

  func validate() throws {
    let isPlain = size == nil && classes == nil && channels == 3 && task == .classification
    guard name != nil || isPlain && outputStride == nil && !separable else {
      throw ValidationError(
        "--size, --channels, --classes, --task, --output-stride and --separable need the name of a "
          + "network.")
    }
    let options = [("--output-stride", outputStride != nil), ("--separable", separable)]
    for (option, isGiven) in options where isGiven && task != .segmentation {
      throw ValidationError("\(option) is for --task segmentation.")
    }
    guard let outputStride else { return }
    guard [8, 16].contains(outputStride) else {
      throw ValidationError("--output-stride is \(outputStride); it must be 8 or 16.")
    }
  }

  func run() throws {
    try reporting {
      guard let name else {
        return list()
      }
      let summary = try ModelSummary(
        name, for: settings, size: size, channels: channels, classes: classes)
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

  /// The names, a line each, and beside them what else they can be.
  private func list() {
    for model in NetworkSettings.Model.allCases { print(model.rawValue) }
    fflush(nil)
    let others = NetworkSettings.Model.allCases.filter { !$0.isBackbone }.map(\.rawValue)
    note(
      "all but \(others.joined(separator: ", ")) are also backbones of a DeepLabV3+, which tells "
        + "the class of every pixel: spar models resnet50 --task segmentation")
  }

  private var settings: TaskSettings {
    guard task == .segmentation else { return .classification }
    var settings = SegmentationSettings()
    settings.outputStride = outputStride ?? settings.outputStride
    settings.separable = separable
    return .segmentation(settings)
  }
}

/// What a network that is shown is to do.
enum ShownTask: String, ExpressibleByArgument, CaseIterable {
  case classification
  case segmentation
}

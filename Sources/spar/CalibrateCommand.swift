import Adversary
import ArgumentParser
import Foundation
import Settings
import Training

/// `spar calibrate`: finds how far to move.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Find where to cut a network, and how far to move there.",
    discussion: """
      Moves features behind every stage of a trained network by steps of several lengths, and \
      tells what that does to the loss, beside random signs of the same size: a table, a page with \
      curves, and settings for `spar train`.

        spar calibrate cifar10-resnet20-plain --weights runs/cifar10-resnet20-plain-1
        spar calibrate my.yaml --weights W --stages layer2,layer3 --sizes 0.02,0.04 --steps 3
      """)

  @Argument(help: "A recipe's name or YAML file.")
  var recipe: String

  @Argument(help: "Settings to change, such as batchSize=64.")
  var settings: [String] = []

  @Option(help: "A file of safetensors or .pth, or the folder of a checkpoint, a run or the hub.")
  var weights: String

  @Option(
    help: "The lengths of a step, such as 0.01,0.03 or 0.5/255. (default: usual ones)",
    transform: { try lengths($0) })
  var sizes: [Double]?

  @Option(
    help: """
      relative: 1 is the features' root mean square; absolute: 1 is 1. (default: both, \
      relative for --sizes)
      """)
  var unit: PGD.Unit?

  @Option(
    help: "The stages to cut, such as layer1,layer2. (default: all)",
    transform: { $0.split(separator: ",").map(String.init) })
  var stages: [String]?

  @Option(help: "How many steps a move takes.")
  var steps = 1

  @Option(help: "How many batches to look at.")
  var batches = 8

  @Option(help: "Which pictures: validation or training. (default: validation, if there are any)")
  var pictures: Calibration.Part?

  @Option(help: "Where to write the page. (default: calibration.html in the weights' run, or here)")
  var out: String?

  @Flag(help: "Print the figures as JSON.")
  var json = false

  func validate() throws {
    guard let out else { return }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: out, isDirectory: &isFolder), isFolder.boolValue {
      throw ValidationError("--out is a folder; name a file, such as \(out)/calibration.html.")
    }
    guard out != weights, out != recipe else {
      throw ValidationError("--out is a file that is read; name another.")
    }
  }

  func run() throws {
    try reporting {
      let recipe = try Recipe.named(recipe, overrides: settings)
      let progress = ProgressLine()
      progress.say("reading pictures and weights")
      let calibration = try Calibration(recipe, weights: weights, asked) { stage, done, count in
        progress.say("\(stage): batch \(done + 1) of \(count)")
      }
      progress.clear()
      print(json ? logLine(calibration) ?? "{}" : CalibrationTable(calibration).text)
      fflush(nil)
      let page = out ?? CalibrationPage.place(besideWeights: weights)
      try CalibrationPage(calibration).write(to: page)
      note("curves: \(page)")
    }
  }

  /// What the options ask for.
  private var asked: CalibrationSettings {
    var settings = CalibrationSettings()
    (settings.lengths, settings.unit, settings.stages) = (sizes, unit, stages)
    (settings.steps, settings.batches, settings.pictures) = (steps, batches, pictures)
    return settings
  }
}

/// The numbers of a list such as `0.01,0.5/255`.
private func lengths(_ text: String) throws -> [Double] {
  try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
    guard let length = number(String(part)) else {
      throw ValidationError("'\(part)' is no number such as 0.03 or 0.5/255.")
    }
    return length
  }
}

extension PGD.Unit: ExpressibleByArgument {}
extension Calibration.Part: ExpressibleByArgument {}

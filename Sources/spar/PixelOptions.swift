import ArgumentParser
import Foundation
import Training

/// What `spar predict` is told of weights that tell the classes of pixels.
struct PixelOptions: ParsableArguments {
  @Option(help: "The folder for masks, overlays and legend.html: needed for classes of pixels.")
  var out: String?

  @Option(
    help: """
      What masks hold: classes, in a palette of their colours, or cityscapes, its label ids in grey.
      """)
  var labels = PredictionFolder.Labels.classes

  @Flag(help: "Write masks alone.")
  var masksOnly = false

  @Flag(help: "Write over files that are there already.")
  var force = false

  @Option(
    help: """
      The sizes at which pictures are looked at, such as 0.5,1,1.5: what is told is the mean. \
      (default: 1, or the recipe's)
      """)
  var scales: Scales?

  @Flag(inversion: .prefixedNo, help: "Look at mirror images, too. (default: no, or the recipe's)")
  var flips: Bool?

  /// The folder to write to; `nil` where none is needed, as whole pictures are told.
  ///
  /// - Throws: `ValidationError` where it is missing, or something is given that has no use.
  func folder(isNeeded: Bool) throws -> String? {
    guard isNeeded else {
      let given = [
        ("--out", out != nil), ("--labels", labels != .classes), ("--masks-only", masksOnly),
        ("--force", force), ("--scales", scales != nil),
        (flips == false ? "--no-flips" : "--flips", flips != nil),
      ]
      guard let (name, _) = given.first(where: \.1) else { return nil }
      throw ValidationError(
        "\(name) is for weights that tell the classes of pixels; these tell what whole pictures "
          + "show.")
    }
    guard let out, !out.isEmpty else {
      throw ValidationError("These weights tell the classes of pixels: name a folder with --out.")
    }
    return out
  }

  /// The ways in which pictures are looked at, where anything is said of them but by `recipe`.
  func views(_ recipe: Recipe?) -> PixelViews? {
    guard scales != nil || flips != nil else { return nil }
    let usual = recipe?.evaluation ?? EvaluationSettings()
    return PixelViews(scales: scales?.values ?? usual.scales, flips: flips ?? usual.flips)
  }

  /// How the folder is written to.
  var options: PredictionFolder.Options {
    var options = PredictionFolder.Options()
    options.labels = labels
    options.hasMasksOnly = masksOnly
    options.overwrites = force
    return options
  }
}

extension PredictionFolder.Labels: ExpressibleByArgument {}

/// Sizes as multiples of a picture's own, with commas between.
struct Scales: ExpressibleByArgument {
  /// The same as numbers.
  let values: [Double]

  /// Reads numbers in 0.1...4, as `evaluation.scales` has them; `nil` where one is not.
  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    values = numbers.compactMap(\.self).filter { (0.1...4).contains($0) }
    guard values.count == numbers.count else { return nil }
  }
}

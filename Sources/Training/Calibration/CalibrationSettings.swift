import Adversary
import Foundation
import Networks
import Settings

extension PGD.Unit: Codable {}

/// How long a step of a move is.
public struct CalibrationSize: Sendable, Hashable, Codable {
  /// The length in `unit`, above 0.
  public let length: Double
  /// What a length of 1 stands for.
  public let unit: PGD.Unit

  /// A length in a unit.
  public init(_ length: Double, _ unit: PGD.Unit) {
    self.length = length
    self.unit = unit
  }

  /// It as a person reads it, such as `0.03 RMS` or `0.5/255`.
  public var text: String {
    guard unit == .absolute else { return "\(digits(length)) RMS" }
    let pixels = 255 * length
    return abs(100 * pixels - (100 * pixels).rounded()) < 1e-9
      ? "\(digits(pixels))/255" : digits(length)
  }

  /// As few digits as tell a number from its neighbours of six digits.
  private func digits(_ number: Double) -> String { String(format: "%.6g", number) }

  /// Parts of the features' size.
  static let relative = [0.01, 0.02, 0.03, 0.05, 0.1].map { CalibrationSize($0, .relative) }
  /// What A-FAN's authors use, as if features were pixels.
  static let absolute = [0.01, 0.5, 2.5].map { CalibrationSize($0 / 255, .absolute) }
  /// For pictures.
  static let pixels = [1.0, 2, 4].map { CalibrationSize($0 / 255, .absolute) }
}

/// What a calibration looks at.
public struct CalibrationSettings: Sendable, Hashable {
  /// The lengths of steps; `nil` for the usual ones, features' and pixels' own.
  public var lengths: [Double]?
  /// The unit of `lengths`; without them, the one whose usual lengths are taken, `nil` for both.
  public var unit: PGD.Unit?
  /// The stages to cut; `nil` for all that something follows.
  public var stages: [String]?
  /// How many steps a move takes.
  public var steps = 1
  /// How many batches are looked at; fewer where there are not as many pictures.
  public var batches = 8
  /// Which pictures; `nil` for those held out, or the training pictures where there are none.
  public var pictures: Calibration.Part?

  /// The usual lengths behind every stage.
  public init() {}

  /// The lengths that are tried behind a stage.
  func sizes(behind stage: String) -> [CalibrationSize] {
    if let lengths { return lengths.map { CalibrationSize($0, unit ?? .relative) } }
    if stage == Self.pictureStage { return CalibrationSize.pixels }
    switch unit {
    case .relative: return CalibrationSize.relative
    case .absolute: return CalibrationSize.absolute
    case nil: return CalibrationSize.relative + CalibrationSize.absolute
    }
  }

  /// The stage that leaves pictures, whose elements stay in 0...1.
  static let pictureStage = "input"

  /// A move of that size behind `stage`.
  func attack(_ size: CalibrationSize, behind stage: String) -> PGD {
    PGD(
      steps: steps, stepSize: size.length, unit: size.unit,
      range: stage == Self.pictureStage ? 0...1 : nil)
  }

  /// The stages of `network` to cut, in its order.
  ///
  /// - Throws: `TrainingError.badCalibration` with all that cannot be.
  func places<State>(in network: Network<State>) throws -> [String] {
    let known = network.stages.dropLast().map(\.name)
    var problems: [String] = []
    for length in lengths ?? [] where !(length > 0 && length.isFinite) {
      problems.append("a size is \(length); sizes are above 0")
    }
    if lengths?.isEmpty == true { problems.append("no size is given") }
    if stages?.isEmpty == true { problems.append("no stage is given") }
    if steps < 1 { problems.append("steps is \(steps); a move takes 1 or more") }
    if batches < 1 { problems.append("batches is \(batches); look at 1 or more") }
    for name in stages ?? [] where !known.contains(name) {
      let reason =
        name == network.stages.last?.name
        ? "nothing follows the stage '\(name)'" : "no stage is called '\(name)'"
      let guess = nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? "."
      problems.append(
        "\(reason)\(guess) Those that can be cut are \(known.joined(separator: ", "))")
    }
    guard problems.isEmpty else { throw TrainingError.badCalibration(problems) }
    return stages.map { asked in known.filter(asked.contains) } ?? known
  }
}

import Foundation
import Training

extension FileCheck {
  /// What lies beside weights as `config.json`: what was read is of a size that recipes can have,
  /// and reads the same when it is written.
  public static let config = FileCheck(name: "config", longest: 1_024) { bytes, workplace in
    let path = try workplace.write(bytes, to: "config.json")
    return try outcome(of: path, refusedBy: [TrainingError.self]) {
      let config = try ModelConfig(file: path)
      try require(
        (1...4_096).contains(config.width ?? 1) && (1...1_000_000).contains(config.outputs),
        "a network of width \(config.width ?? 1) with \(config.outputs) outputs")
      let copy = try workplace.write(JSONEncoder().encode(config), to: "copy.json")
      try require(ModelConfig(file: copy) == config, "it was written, and reads otherwise")
    }
  }
}

/// What can go wrong while a network is built, cut or run.
public enum NetworkError: Error, CustomStringConvertible {
  /// No stage has this name; `known` lists those there are.
  case noStage(String, known: [String])
  /// A stage leaves nothing that pictures could be drawn of; `known` lists those that do.
  case noFeatures(stage: String, known: [String])
  /// The stage `name` threw `cause`.
  case stageFailed(name: String, cause: any Error)
  /// A batch norm was asked for the statistics of a single value per channel.
  case tooFewValues(layer: String, shape: [Int])
  /// A pass asked for a branch of batch norm that the network was not built with.
  case noBranch(Int, layer: String, count: Int)
  /// The weights do not fit the network; every problem is one line.
  case weightsDoNotFit(source: String, problems: [String])
  /// Two layers were built at one path, so that a checkpoint could hold only one of them.
  case pathsTwice([String])
  /// The state did not pass the last stage: its maps are not `[N, classes]`.
  case noLogits(found: [[Int]])
  /// The state did not pass the last stage: its maps are not `[N, classes, height, width]`.
  case noPixelLogits(found: [[Int]], classes: Int, size: [Int])
  /// The classes of the targets do not fit the network's outputs.
  case targetsDoNotFit(found: String, classes: Int)
  /// A method asked for a further view of a batch's pictures that the batch does not have.
  case noView(Int, count: Int)

  /// What was found, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .noFeatures(let stage, let known):
      "the stage '\(stage)' leaves no features that pictures could be drawn of; there are: "
        + known.joined(separator: ", ")
    case .noStage(let name, let known):
      "no stage is called '\(name)'; the network has \(known.joined(separator: ", "))"
    case .stageFailed(let name, let cause):
      "stage '\(name)': \(cause)"
    case .tooFewValues(let layer, let shape):
      "\(layer): batch statistics need more than one value per channel, the maps are \(shape); "
        + "train on larger batches"
    case .noBranch(let index, let layer, let count):
      "\(layer): auxiliary branch \(index) was asked for, the network was built with \(count)"
    case .weightsDoNotFit(let source, let problems):
      Self.text(source, problems)
    case .pathsTwice(let paths):
      "two tensors each are called \(paths.prefix(10).joined(separator: ", ")); give every layer a "
        + "scope of its own"
    case .noLogits(let found):
      "the maps are \(found), expected is one of [N, classes]; run the network to its last stage"
    case .noPixelLogits(let found, let classes, let size):
      "the maps are \(found), expected is one of [N, \(classes), \(size[0]), \(size[1])]; run the "
        + "network to its last stage"
    case .targetsDoNotFit(let found, let classes):
      "the targets are \(found), the network has \(classes) classes"
    case .noView(let index, let count):
      "view \(index) of the pictures was asked for, the batch has \(count) beside them; load as many "
        + "as the method learns from"
    }
  }

  private static func text(_ source: String, _ problems: [String]) -> String {
    let shown = problems.prefix(10).map { "\n  " + $0 }.joined()
    let rest = problems.count > 10 ? "\n  and \(problems.count - 10) more" : ""
    return "\(source) does not fit the network in \(problems.count) places:\(shown)\(rest)"
  }
}

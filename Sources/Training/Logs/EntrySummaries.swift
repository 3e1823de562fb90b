// The numbers of a log's lines as TensorBoard's scalars: a tag is a line's keys behind its group.

extension StepEntry {
  /// Under `train`, and how long a step of so many `pictures` took under `time`.
  func summaries(pictures: Int) -> [Summary] {
    var values: [(String, Double)] = [("train/loss", loss)]
    values += losses.inOrder.map { ("train/losses/\($0.key)", $0.value) }
    values.append(("train/learningRate", learningRate))
    values += (moves ?? [:]).inOrder.flatMap { $1.values(below: "train/moves/\($0)") }
    if let gradientNorm { values.append(("train/gradientNorm", gradientNorm)) }
    values.append(("train/passes", passes.plainSteps))
    values.append(("time/step", time.step))
    values.append(("time/wait", time.wait))
    values.append(("time/picturesPerSecond", Double(pictures) / (time.step + time.wait)))
    return values.summaries
  }
}

extension MoveEntry {
  fileprivate func values(below tag: String) -> [(String, Double)] {
    let values = [
      ("\(tag)/rms", rms), ("\(tag)/lossRatio", lossRatio), ("\(tag)/survival", survival),
    ]
    return values + (accuracyLost.map { [("\(tag)/accuracyLost", $0)] } ?? [])
  }
}

extension EpochEntry {
  /// Under `epoch`, and the scores on pictures held out under `validation`.
  var summaries: [Summary] {
    let values = [
      ("epoch/loss", loss), ("epoch/time/training", time.training), ("epoch/time/wait", time.wait),
      ("epoch/time/validation", time.validation),
    ]
    return (values + (validation?.values(below: "validation") ?? [])).summaries
  }
}

extension ValidationEntry {
  /// Under `validation`.
  var summaries: [Summary] { validation.values(below: "validation").summaries }
}

extension FinalEntry {
  /// The last weights' scores under `test`, those of the best weights under `testOfBest`.
  var summaries: [Summary] {
    let groups = [("test", last), ("testOfBest", best ?? [:])]
    return groups.flatMap { group, scores in
      scores.inOrder.flatMap { $0.value.values(below: "\(group)/\($0.key)") }
    }.summaries
  }
}

extension Scores {
  fileprivate func values(below tag: String) -> [(String, Double)] {
    let pixels = [
      ("meanIoU", pixels?.meanIoU), ("accuracy", pixels?.accuracy),
      ("meanAccuracy", pixels?.meanAccuracy),
    ]
    let figures =
      [("top1", top1), ("top5", top5), ("loss", loss)] + pixels + (terms ?? [:]).inOrder
    return figures.compactMap { name, value in value.map { ("\(tag)/\(name)", $0) } }
  }
}

extension [(String, Double)] {
  fileprivate var summaries: [Summary] {
    map { Summary(tag: $0.0, value: .scalar(Float($0.1))) }
  }
}

extension Dictionary where Key == String {
  /// The entries sorted by their keys, so that equal runs write equal files.
  fileprivate var inOrder: [Element] { sorted { $0.key < $1.key } }
}

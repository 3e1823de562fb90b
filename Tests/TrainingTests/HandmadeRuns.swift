import Foundation
import Pictures
import Support

@testable import Training

/// Folders of runs with figures of one's choice: `recipe.yaml` and `metrics.jsonl` alone.
struct HandmadeRuns {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Where the folder called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Writes a run of `row` whose two epochs end after the steps `ends`, with `top1` on validation, and
  /// with `fgsm` under that challenge; without `top1` it has not come to its end.
  func add(
    _ row: String, seed: UInt64, top1: Double?, fgsm: Double = 0.25,
    pictures: String = "validation", ends: [Int] = [5, 10],
    seconds: Double = 1, in parent: String = "runs", _ overrides: String...
  ) throws {
    let recipe = try Recipe.named(
      "fashion-mnist-resnet20-plain", overrides: overrides + ["seed=\(seed)"])
    let place = "\(parent)/\(row)-seed\(seed)"
    try folder.write(recipe.yaml().utf8, to: "\(place)/recipe.yaml")
    var lines = ends.map { step in
      """
      {"kind":"step","epoch":1,"step":\(step),"learningRate":0.1,"loss":2,"losses":{"clean":2},\
      "passes":{"forward":2,"inputGradient":1.5,"weightGradient":1,"plainSteps":1.5},\
      "time":{"step":0.1,"wait":0}}
      """
    }
    lines += [1, 2].map { epoch in
      """
      {"kind":"epoch","epoch":\(epoch),"step":\(ends[epoch - 1]),"loss":2,"validation":\
      \(scores(epoch == 1 ? 0.9 : top1 ?? 0)),"bestEpoch":1,\
      "time":{"training":\(seconds),"wait":0,"validation":7}}
      """
    }
    if let top1 {
      lines.append(
        """
        {"kind":"final","step":\(ends[1]),"pictures":"\(pictures)","last":{"clean":\(scores(top1)),\
        "fgsm":\(scores(fgsm))},"best":null,"bestEpoch":1}
        """)
    }
    try folder.write((lines.joined(separator: "\n") + "\n").utf8, to: "\(place)/metrics.jsonl")
  }

  private func scores(_ top1: Double) -> String {
    "{\"count\":200,\"top1\":\(top1),\"top5\":0.95,\"loss\":\(1 - top1)}"
  }
}

/// A run that tells the classes of pixels, with counts of one's choice.
struct HandmadePixels {
  /// The names of the classes.
  var classes = ["road", "car", "sky", "train"]
  /// What the last weights and the best ones, where they are others, took for what.
  var last = PixelConfusion([[900, 90, 10, 0], [50, 200, 0, 0], [0, 0, 750, 0], [0, 0, 0, 0]])
  var best: PixelConfusion?
  /// The stages behind which features were moved.
  var cuts = ["stage3", "aspp"]
  /// Whether pictures were kept.
  var isJudged = true
  /// After how many steps the best weights were judged, where that was within the last epoch.
  var bestStep: Int?

  /// Pictures with an example of what is told of them, as `folder` has them.
  func weights(_ counts: PixelConfusion, epoch: Int, step: Int? = nil) -> Judged.Weights {
    let move = Judged.FeatureMove(
      distanceFile: nil, meanDistance: 0.125, largestDistance: 0.125, riseFile: "rise.png",
      rise: 0.75)
    let colours = (0..<counts.classes).map { [UInt8(40 * $0 % 256), 90, UInt8(200 - $0)] }
    let example = PixelExamples.Example(
      index: 7, accuracy: 0.625, file: "7.png", truthFile: "truth.png", toldFile: "told.png",
      cuts: cuts.map {
        PixelExamples.Cut(stage: $0, move: move, changed: 0.375, changedFile: "changed.png")
      })
    var weights = Judged.Weights(
      epoch: epoch, scores: ["clean": scores(counts)],
      pixels: PixelExamples(confusion: counts, colours: colours, examples: [example]))
    weights.step = step
    return weights
  }

  /// What `counts` come to, of 20 pictures.
  func scores(_ counts: PixelConfusion) -> Scores {
    Scores(count: 20, loss: 0.5, pixels: PixelScores(counts))
  }
}

extension HandmadeRuns {
  /// Writes the run called `name`, whose two epochs end in `pixels`; gives its folder.
  func add(_ name: String, _ pixels: HandmadePixels) throws -> String {
    let recipe = try Recipe.named("camvid-deeplabv3plus-lite0-afan")
    try folder.write(recipe.yaml().utf8, to: "\(name)/recipe.yaml")
    let best = pixels.best ?? pixels.last
    let bestEpoch = pixels.best == nil || pixels.bestStep != nil ? 2 : 1
    let epochs = [best, pixels.last].enumerated().map { place, counts in
      EpochEntry(
        epoch: place + 1, step: 5 * (place + 1), loss: 1, validation: pixels.scores(counts),
        bestEpoch: bestEpoch, passes: nil, time: EpochTime(training: 1, wait: 0, validation: 1))
    }
    let final = FinalEntry(
      step: 10, pictures: .test, last: ["clean": pixels.scores(pixels.last)],
      best: ["clean": pixels.scores(best)], bestEpoch: bestEpoch, bestStep: pixels.bestStep)
    let log = try epochs.map { try RunLog.line($0) } + [RunLog.line(final)]
    try folder.write(log.joined(), to: "\(name)/metrics.jsonl")
    guard pixels.isJudged else { return place(name) }
    let judged = Judged(
      classes: pixels.classes,
      last: pixels.weights(pixels.last, epoch: 2, step: pixels.bestStep.map { _ in 10 }),
      best: pixels.best.map { pixels.weights($0, epoch: bestEpoch, step: pixels.bestStep) },
      bestEpoch: bestEpoch)
    try folder.write(RunLog.line(judged), to: "\(name)/judged/judged.json")
    for (level, file) in ["7", "truth", "told", "rise", "changed"].enumerated() {
      let bytes = [UInt8](repeating: UInt8(50 * level), count: 3 * 24 * 32)
      let picture = Picture(channels: 3, height: 24, width: 32, bytes: bytes)
      try folder.write(picture.png(), to: "\(name)/judged/\(file).png")
    }
    return place(name)
  }
}

extension PixelConfusion {
  /// The table whose rows are `rows`.
  init(_ rows: [[Int]]) {
    self.init(classes: rows.count)
    for (label, row) in rows.enumerated() {
      for (choice, count) in row.enumerated() {
        add(
          [UInt8](repeating: UInt8(label), count: count),
          choices: [UInt8](repeating: UInt8(choice), count: count))
      }
    }
  }
}

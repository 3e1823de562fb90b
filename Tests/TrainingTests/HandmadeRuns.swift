import Foundation
import Support

@testable import Training

/// Folders of runs with figures of one's choice: `recipe.yaml` and `metrics.jsonl` alone.
struct HandmadeRuns {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Where the folder called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Writes a run of `row` whose two epochs of five steps end with `top1` on validation, and with
  /// `fgsm` under that challenge; without `top1` it has not come to its end.
  func add(
    _ row: String, seed: UInt64, top1: Double?, fgsm: Double = 0.25,
    pictures: String = "validation",
    seconds: Double = 1, in parent: String = "runs", _ overrides: String...
  ) throws {
    let recipe = try Recipe.named(
      "fashion-mnist-resnet20-plain", overrides: overrides + ["seed=\(seed)"])
    let place = "\(parent)/\(row)-seed\(seed)"
    try folder.write(recipe.yaml().utf8, to: "\(place)/recipe.yaml")
    var lines = [5, 10].map { step in
      """
      {"kind":"step","epoch":1,"step":\(step),"learningRate":0.1,"loss":2,"losses":{"clean":2},\
      "passes":{"forward":1,"inputGradient":1,"weightGradient":1,"plainSteps":1.5},\
      "time":{"step":0.1,"wait":0}}
      """
    }
    lines += [1, 2].map { epoch in
      """
      {"kind":"epoch","epoch":\(epoch),"step":\(5 * epoch),"loss":2,"validation":\
      \(scores(epoch == 1 ? 0.9 : top1 ?? 0)),"bestEpoch":1,\
      "time":{"training":\(seconds),"wait":0,"validation":7}}
      """
    }
    if let top1 {
      lines.append(
        """
        {"kind":"final","step":10,"pictures":"\(pictures)","last":{"clean":\(scores(top1)),\
        "fgsm":\(scores(fgsm))},"best":null,"bestEpoch":1}
        """)
    }
    try folder.write((lines.joined(separator: "\n") + "\n").utf8, to: "\(place)/metrics.jsonl")
  }

  private func scores(_ top1: Double) -> String {
    "{\"count\":200,\"top1\":\(top1),\"top5\":0.95,\"loss\":\(1 - top1)}"
  }
}

import Foundation
import Pictures
import Support
import Torch

/// A narrow network that was trained on a few pictures with masks.
final class PixelWorkplace {
  let set: MaskedPictures
  let folder: TemporaryFolder
  /// The run that was trained.
  var run: String { place("run") }

  init() throws {
    set = try MaskedPictures(["train": 8, "val": 2, "test": 2])
    folder = try TemporaryFolder()
  }

  /// Where the thing called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// The path of picture `number` to judge by.
  func picture(_ number: Int) -> String { "\(set.path)/JPEGImages/test_\(number).png" }

  /// The recipe, and settings of three epochs of two steps.
  var recipe: [String] {
    [
      "camvid-deeplabv3plus-lite0-plain", "network.model=resnet18", "network.width=4",
      "network.mean=null", "network.deviation=null", "data.folder=\(set.path)", "data.size=32",
      "data.threads=1", "init=null", "optimizer.stageFactors=[]", "steps=6", "batchSize=4",
      "evaluation.every=1", "evaluation.batchSize=1", "evaluation.noise=null",
      "evaluation.fgsm=2/255", "threads=1", "logEvery=1",
    ]
  }

  /// Trains it to its end.
  func train() throws -> Outcome { try Command(["train", "--run", run] + recipe).outcome() }

  /// Runs `spar predict` on both pictures and `arguments` by the run's weights.
  func predict(_ arguments: String...) throws -> Outcome {
    try Command(["predict", "--weights", run, picture(0), picture(1)] + arguments).outcome()
  }

  /// Makes the weights never tell the classes `labels`.
  func forbid(_ labels: Int...) throws {
    let file = "\(run)/checkpoints/last/model.safetensors"
    var weights = try loadTensors(from: file)
    let name = "classifier.classifier.3.bias"
    var numbers = try weights[name]?.elements(Float.self) ?? []
    for label in labels { numbers[label] = -1e6 }
    weights[name] = try Tensor(numbers)
    try save(weights, to: file)
  }
}

import Foundation
import Pictures
import Support
import Torch

/// A narrow network that was trained on a few pictures with masks, and a folder for what is made of
/// it.
final class PixelWorkplace {
  let folder: TemporaryFolder
  let trained: Trained

  init() throws {
    trained = try Self.made.get()
    folder = try TemporaryFolder()
  }

  /// The run and its pictures, trained once for all tests.
  ///
  /// `@unchecked`: it is only read once it is made.
  final class Trained: @unchecked Sendable {
    let set: MaskedPictures
    let folder: TemporaryFolder
    /// What training it told.
    let outcome: Outcome

    init() throws {
      set = try MaskedPictures(["train": 8, "val": 2, "test": 2])
      folder = try TemporaryFolder()
      outcome = try Command(
        ["train", "--run", "\(folder.path)/run"] + PixelWorkplace.recipe(set)
      ).outcome()
    }
  }

  private static let made = Result<Trained, any Error> { try Trained() }

  /// The run that was trained.
  var run: String { "\(trained.folder.path)/run" }

  /// Where the thing called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// The path of picture `number` to judge by.
  func picture(_ number: Int) -> String { "\(trained.set.path)/JPEGImages/test_\(number).png" }

  /// The path of its mask.
  func mask(_ number: Int) -> String { "\(trained.set.path)/SegmentationClass/test_\(number).png" }

  /// The recipe, and settings of two epochs of two steps.
  private static func recipe(_ set: MaskedPictures) -> [String] {
    [
      "camvid-deeplabv3plus-lite0-plain", "network.model=resnet18", "network.width=4",
      "network.mean=null", "network.deviation=null", "data.folder=\(set.path)", "data.size=32",
      "data.threads=1", "init=null", "optimizer.stageFactors=[]", "steps=4", "batchSize=4",
      "evaluation.every=1", "evaluation.batchSize=1", "evaluation.noise=null",
      "evaluation.fgsm=2/255", "threads=1", "logEvery=1",
    ]
  }

  /// Runs `spar predict` on both pictures and `arguments` by the run's weights.
  func predict(_ arguments: String...) throws -> Outcome {
    try Command(["predict", "--weights", run, picture(0), picture(1)] + arguments).outcome()
  }

  /// Runs `spar evaluate` on both pictures by the run's weights, changed so that they never tell
  /// the classes `labels`.
  func evaluate(without labels: [Int], _ arguments: String...) throws -> Outcome {
    try Command(
      ["evaluate", "--weights", changed(without: labels)] + Self.recipe(trained.set) + arguments
    ).outcome()
  }

  /// A folder of the run's weights, changed so that they never tell the classes `labels`.
  func changed(without labels: [Int]) throws -> String {
    let last = "\(run)/checkpoints/last"
    var weights = try loadTensors(from: "\(last)/model.safetensors")
    let name = "classifier.classifier.3.bias"
    var numbers = try weights[name]?.elements(Float.self) ?? []
    for label in labels { numbers[label] = -1e6 }
    weights[name] = try Tensor(numbers)
    try folder.write(Data(contentsOf: URL(filePath: "\(last)/config.json")), to: "c/config.json")
    try save(weights, to: place("c/model.safetensors"))
    return place("c")
  }
}

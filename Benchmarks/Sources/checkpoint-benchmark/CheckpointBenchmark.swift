import Foundation
import Networks
import Torch
import Training

/// How long checkpoints of a network and optimizer of ResNet-50's size hold up training, and how
/// long they take to write.
///
/// usage: checkpoint-benchmark [folder], a folder on the disk to be measured; prints JSON.
@main
struct CheckpointBenchmark {
  static func main() throws {
    let parent = CommandLine.arguments.dropFirst().first ?? "."
    let folder = "\(parent)/checkpoint-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try writePictures(count: 240, in: "\(folder)/pictures")
    // ResNet-34 of 70 channels has 26.0 million parameters, ResNet-50 25.6.
    let recipe = try Recipe.named(
      "fashion-mnist-resnet20-plain",
      overrides: [
        "data.folder=\(folder)/pictures", "network.model=resnet34", "network.width=70",
        "batchSize=8", "optimizer.learningRate=1e-5", "data.limit=240", "data.validation=0",
        "epochs=1", "checkpointEvery=5",
        "evaluation.noise=null", "evaluation.fgsm=null",
      ])
    var measured = Measured()
    let run = try RunFolder(creating: "\(folder)/run", for: recipe)
    try Trainer<Classification>(recipe, in: run, resumes: false) { measured.add($0) }.run()
    for name in ["model", "optimizer"] {
      let path = "\(folder)/run/checkpoints/last/\(name).safetensors"
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      measured.megabytes += Double(size ?? 0) / 1e6
    }
    print(logLine(measured) ?? "")
  }

  /// Pictures of noise in the files of Fashion-MNIST.
  private static func writePictures(count: Int, in folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let length = [0, 0, UInt8(count >> 8), UInt8(count & 255)]
    let images = [0, 0, 8, 3] + length + [0, 0, 0, 28, 0, 0, 0, 28]
    let labels = [0, 0, 8, 1] + length + (0..<count).map { UInt8($0 % 10) }
    let noise = (0..<count * 784).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 16) }
    for part in ["train", "t10k"] {
      try Data(images + noise)
        .write(to: URL(filePath: "\(folder)/\(part)-images-idx3-ubyte"))
      try Data(labels).write(to: URL(filePath: "\(folder)/\(part)-labels-idx1-ubyte"))
    }
  }
}

/// What was measured, in seconds; the lists have an entry for each checkpoint written beside steps.
private struct Measured: Encodable {
  /// The size of a checkpoint.
  var megabytes = 0.0
  /// Training stood still.
  var held: [Double] = []
  /// Copied tensors were written, checked and flushed.
  var written: [Double] = []
  /// How many steps were made until it was known to be whole.
  var stepsMeanwhile: [Int] = []
  /// Every step.
  var steps: [Double] = []

  mutating func add(_ event: TrainingEvent) {
    switch event {
    case .step(_, _, let time, _): steps.append(time.step)
    case .checkpoint(let step, let held, let written) where step > 0 && steps.count > step:
      self.held.append(held)
      self.written.append(written)
      stepsMeanwhile.append(steps.count - step)
    default: return
    }
  }
}

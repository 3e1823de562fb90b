import ArgumentParser
import Foundation
import Pictures
import Torch
import Training

/// `spar doctor`: shows what is here and what is missing.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Show versions, threads, devices and what is missing.",
    discussion: "  spar doctor")

  func run() throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("spar       \(Spar.configuration.version)")
    print("libtorch   \(Engine.version), kernels for \(Engine.processorCapability)")
    print("processor  \(Processor.name), \(cores) cores, \(Engine.threads) threads for tensors")
    let bf16 = Processor.hasBF16 ? "in hardware" : "emulated: precision=bf16 is slower than fp32"
    print("bf16       \(bf16)")
    let gpus = Engine.cudaDevices
    print("CUDA       \(gpus == 0 ? "no device that this libtorch can use" : "\(gpus) devices")")
    for (name, fetched, folder, file) in [
      (
        "Fashion-MNIST", "fashion-mnist", FashionMNIST.defaultFolder, "train-images-idx3-ubyte.gz"
      ),
      ("CIFAR-10", "cifar10", "data/cifar-10-batches-bin", "data_batch_1.bin"),
      ("CIFAR-100", "cifar100", "data/cifar-100-binary", "train.bin"),
    ] {
      let isThere = FileManager.default.fileExists(atPath: "\(folder)/\(file)")
      let way = isThere ? "" : "; spar fetch \(fetched) brings it"
      print("\(isThere ? "found " : "missing")    \(name) in \(folder)\(way)")
    }
  }
}

import Foundation
import Support
import Testing

struct ListingTests {
  @Test func `the version is a number of three parts`() throws {
    let outcome = try spar("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: ["train", "evaluate", "recipes", "models", "trace", "doctor"])
  func `the help of every command has an example`(command: String) throws {
    let outcome = try spar(command, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.hasPrefix("  spar \(command)") })
    #expect(outcome.errors.isEmpty)
  }

  @Test func `the help lists every command`() throws {
    let outcome = try spar("--help")
    #expect(outcome.status == 0)
    for command in ["train", "evaluate", "recipes", "models", "trace", "doctor"] {
      #expect(outcome.lines.contains { $0.hasPrefix("  \(command) ") })
    }
  }

  @Test func `recipes are listed a line each, and each can be printed`() throws {
    let names = try spar("recipes").lines.map(String.init)
    #expect(names.count > 1)
    #expect(names.contains("fashion-mnist-resnet20-afan"))
    for name in [names[0], names[names.count - 1]] {
      let printed = try spar("recipes", name)
      #expect(printed.status == 0)
      #expect(printed.output.hasPrefix("name: \(name)\n"))
    }
  }

  @Test func `a printed recipe reads back as a file`() throws {
    let folder = try TemporaryFolder()
    let printed = try spar("recipes", "fashion-mnist-resnet20-afan", "epochs=7")
    #expect(printed.output.contains("\nepochs: 7\n"))
    let file = try folder.write(printed.output.utf8, to: "mine.yaml")
    #expect(try spar("recipes", file).output == printed.output)
    #expect(try spar("recipes", file, "epochs=8").output.contains("\nepochs: 8\n"))
  }

  @Test func `networks are listed, and shown stage by stage`() throws {
    let names = try spar("models").lines
    #expect(names.contains("resnet56"))
    let outcome = try spar("models", "resnet56")
    #expect(outcome.status == 0)
    let stages = outcome.lines.dropFirst().dropLast().map { $0.split(separator: " ")[0] }
    #expect(stages == ["input", "stem", "layer1", "layer2", "layer3", "head"])
    #expect(outcome.lines.contains { $0.contains("16 x 32 x 32") && $0.hasPrefix("layer1") })
    // He et al., 2016, table 6: 0.85 million.
    #expect(outcome.lines.last?.hasPrefix("in all 853018 parameters, 125.") == true)
  }

  @Test func `the list of networks tells which can be backbones, and one is shown as such`() throws
  {
    let list = try spar("models")
    #expect(list.errors.hasPrefix("all but resnet20, resnet32, resnet44, resnet56, resnet110 are"))
    #expect(list.errors.contains("spar models resnet50 --task segmentation"))
    let outcome = try spar("models", "resnet18", "--task", "segmentation", "--size", "64")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let stages = outcome.lines.dropFirst().dropLast().map { $0.split(separator: " ")[0] }
    #expect(stages.prefix(2) == ["input", "stem"])
    #expect(stages.suffix(3) == ["aspp", "concat", "classifier"])
    #expect(outcome.lines.contains { $0.hasPrefix("layer4") && $0.contains("512 x 4 x 4") })
    #expect(outcome.lines.contains { $0.hasPrefix("classifier") && $0.contains("21 x 64 x 64") })
    let fine = try spar(
      "models", "resnet18", "--task", "segmentation", "--size", "64", "--output-stride", "8")
    #expect(fine.lines.contains { $0.hasPrefix("layer4") && $0.contains("512 x 8 x 8") })
  }

  @Test func `the doctor tells versions, threads, devices and data`() throws {
    let outcome = try spar("doctor")
    #expect(outcome.status == 0)
    for start in ["spar ", "libtorch ", "processor ", "bf16 ", "CUDA "] {
      #expect(outcome.lines.contains { $0.hasPrefix(start) }, "\(start)")
    }
    for set in ["Fashion-MNIST", "CIFAR-10", "CIFAR-100"] {
      #expect(outcome.lines.contains { $0.contains(set) && $0.contains(/^(found|missing)/) })
    }
  }
}

import Foundation
import Support
import Testing

/// Wrong usage and wrong recipes: 2, a message on standard error, nothing on standard output.
struct UsageTests {
  private func expectRefused(_ arguments: [String], _ text: String) throws {
    let outcome = try Command(arguments).outcome()
    #expect(outcome.status == 2, "\(arguments)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  @Test(arguments: [
    (["nonsense"], "Unexpected argument 'nonsense'"),
    (["train", "x", "--bogus"], "Unknown option '--bogus'"),
    (["train"], "Name a recipe (see `spar recipes`), or a run with --resume."),
    (["train", "--run", "a", "--resume", "b"], "leave --run out"),
    (["evaluate", "cifar10-resnet20-afan"], "Missing expected argument '--weights"),
    (["trace", "x", "--batch", "a", "--out", "b", "--steps=-1"], "--steps is -1"),
    (["trace", "x", "--batch", "a", "--out", "a"], "--out is a file that is read"),
    (["models", "--size", "4"], "need the name of a network"),
    (["models", "--task", "segmentation"], "need the name of a network"),
    (["models", "resnet18", "--output-stride", "8"], "--output-stride is for --task segmentation"),
    (["models", "resnet18", "--separable"], "--separable is for --task segmentation"),
    (
      ["models", "resnet18", "--task", "segmentation", "--output-stride", "4"],
      "it must be 8 or 16"
    ),
    (["models", "resnet18", "--task", "stylisation"], "invalid for '--task"),
    (
      ["models", "resnet20", "--task", "segmentation"], "it is for small pictures, and no backbone"
    ),
    (["train", "epochs=3"], "Name a recipe before settings such as epochs=3."),
    (["trace", "x", "--batch", "a", "--out", "b", "--steps", "one"], "invalid for '--steps"),
  ])
  func `a command line that cannot be understood is refused`(
    arguments: [String], text: String
  ) throws {
    try expectRefused(arguments, text)
  }

  @Test(arguments: [
    ("train", "cifar10-resnet20-afn", "did you mean cifar10-resnet20-afan?"),
    ("recipes", "cifar10-resnet20-afn", "did you mean cifar10-resnet20-afan?"),
    ("recipes", "/nowhere/mine.yaml", "/nowhere/mine.yaml"),
    ("models", "resnet65", "no network is called 'resnet65'; did you mean resnet56?"),
  ])
  func `a name that is not known is told with the nearest`(
    command: String, name: String, text: String
  ) throws {
    try expectRefused([command, name], text)
  }

  @Test(arguments: [
    ("method.afan.cuts[0].attack.stepsize=1", "did you mean stepSize?"),
    ("data.set=cifar-10", "did you mean cifar10?"),
    ("epochs=many", "epochs: found the text \"many\", expected a whole number"),
    ("batchSize=1", "batchSize: found 1, allowed is 2...65536"),
    ("optimizer.kind.sgd.momentum=1", "optimizer.kind.sgd.momentum: found 1, allowed is"),
    ("epochs", "there is no =; write key=value"),
    ("network.classes=3", "network.classes is 3, fashion-mnist has 10 classes"),
    ("device='cuda:99'", "device is cuda:99, this machine has"),
    ("method.afan.cuts[0].stage=layer22", "no stage is called 'layer22'; did you mean layer2?"),
  ])
  func `a setting that cannot be is refused before anything is made`(
    setting: String, text: String
  ) throws {
    let work = try Workplace()
    let arguments = ["train", "fashion-mnist-resnet20-afan", "--json", "--run", work.place("a")]
    let outcome = try Command(arguments + work.settings + [setting]).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: work.place("a")))
  }

  @Test(arguments: ["--size", "--channels", "--classes"])
  func `a network of no size is not shown`(option: String) throws {
    try expectRefused(["models", "resnet20", option, "0"], "is 0, allowed is 1...65536")
  }
}

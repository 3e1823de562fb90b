import Foundation
import Support
import Testing

/// Pictures and weights that are missing or damaged: 2, and the file, what it has and should have.
struct BadDataTests {
  private let work: Workplace
  private let images = "train-images-idx3-ubyte"
  private let labels = "train-labels-idx1-ubyte"
  private var path: String { work.pictures.folder.path }

  init() throws { work = try Workplace() }

  private func expectRefused(_ texts: String...) throws {
    let outcome = try work.train("a")
    #expect(outcome.status == 2)
    for text in texts { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(!FileManager.default.fileExists(atPath: work.place("a")))
  }

  @Test func `a missing file is told with what to do`() throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(images)")
    try expectRefused("\(path)/\(images): there is no such file", "apt-get install")
  }

  @Test func `a file that is cut short is told with the bytes found and expected`() throws {
    let whole = try work.pictures.folder.read(images)
    try work.pictures.folder.write(whole.dropLast(100), to: images)
    try expectRefused("\(path)/\(images)", "\(whole.count - 100) bytes found, \(whole.count) exp")
  }

  @Test func `a label out of range is told with its place`() throws {
    var bytes = try work.pictures.folder.read(labels)
    bytes[8 + 17] = 10
    try work.pictures.folder.write(bytes, to: labels)
    try expectRefused("\(path)/\(labels): the label at offset 25 is 10, expected 0...9")
  }

  @Test func `counts that differ are told`() throws {
    let bytes = try work.pictures.folder.read("t10k-labels-idx1-ubyte")
    try work.pictures.folder.write(bytes, to: labels)
    try expectRefused("holds 60 images", "holds 20 labels")
  }

  @Test func `after the data were put right the same command works`() throws {
    let whole = try work.pictures.folder.read(images)
    try work.pictures.folder.write(whole.prefix(50), to: images)
    try expectRefused("50 bytes found")
    try work.pictures.folder.write(whole, to: images)
    #expect(try work.train("a", "epochs=1").status == 0)
  }

  @Test func `weights that do not fit are told whole, ten of them shown`() throws {
    try work.train("a", "epochs=1")
    let wider = ["network.width=3"]
    let outcome = try Command(
      ["evaluate", "fashion-mnist-resnet20-plain", "--weights", work.place("a")] + work.settings
        + wider
    ).outcome()
    #expect(outcome.status == 2)
    let file = "\(work.place("a"))/checkpoints/last/model.safetensors"
    // 19 convolutions, four tensors of each of 19 norms, and the head's weight.
    #expect(outcome.errors.contains("\(file) does not fit the network in 96 places:"))
    #expect(outcome.errors.contains("'conv1.weight' is [2, 1, 3, 3] in the weights, [3, 1, 3, 3]"))
    #expect(outcome.errors.split(separator: "\n").count == 12)
    #expect(outcome.errors.contains("and 86 more"))
  }

  @Test(arguments: ["torn", ""])
  func `weights that are no safetensors file are told`(text: String) throws {
    let file = try work.folder.write(text.utf8, to: "torn.safetensors")
    let outcome = try Command(
      ["evaluate", "fashion-mnist-resnet20-plain", "--weights", file] + work.settings
    ).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(file): has \(text.utf8.count) bytes"))
  }
}

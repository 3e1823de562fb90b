import Foundation
import Support
import Testing

/// A person trains on a folder of pictures.
struct OwnPicturesTests {
  private let own: OwnPictures
  private let runs: TemporaryFolder

  init() throws {
    own = try OwnPictures()
    runs = try TemporaryFolder()
  }

  private var settings: [String] {
    [
      "data.folder=\(own.path)", "data.size=16", "network.width=2", "epochs=1", "batchSize=8",
      "schedule.warmUp=0", "threads=1", "data.cropPadding=2",
    ]
  }

  private func place(_ name: String) -> String { "\(runs.path)/\(name)" }

  private func train(_ more: String...) throws -> Outcome {
    let run = ["train", "folder-resnet20-plain", "--run", place("a")]
    return try Command(run + settings + more).outcome()
  }

  private func expectRefused(_ more: String..., naming texts: String...) throws {
    let run = ["train", "folder-resnet20-plain", "--run", place("a")]
    let outcome = try Command(run + settings + more).outcome()
    #expect(outcome.status == 2, "\(outcome.errors)")
    for text in texts { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
  }

  @Test func `a folder is trained on, resumed, judged and predicted`() throws {
    try own.add(12)
    let trained = try train("checkpointEvery=1")
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("28 pictures to train on, 4 to validate on, 4 to test on"))
    #expect(trained.output.contains("3 classes: cat, dog, horse"))
    #expect(trained.output.contains("test pictures, last weights: clean "))
    let resumed = try spar("train", "--resume", place("a"))
    #expect(resumed.status == 0 && resumed.output.contains("is finished"), "\(resumed.errors)")
    let recipe = "\(place("a"))/recipe.yaml"
    let judged = try spar("evaluate", recipe, "--weights", place("a"))
    #expect(judged.status == 0, "\(judged.errors)")
    #expect(judged.lines.dropFirst().first?.hasSuffix(" 4") == true)
    let picture = "\(own.path)/cat/3.png"
    let predicted = try spar("predict", picture, "--weights", place("a"))
    #expect(predicted.status == 0 && predicted.output.contains("cat"), "\(predicted.errors)")
  }

  @Test func `without test pictures the validation pictures are judged, and that is said`() throws {
    try own.add(8, to: "train")
    try own.add(2, to: "val")
    let trained = try train()
    #expect(trained.output.contains("validation pictures, no test pictures"))
    let recipe = "\(place("a"))/recipe.yaml"
    let judged = try spar("evaluate", recipe, "--weights", place("a"), "--json")
    #expect(judged.status == 0 && judged.lines.count == 1)
    #expect(judged.errors.contains("these are the scores on the validation pictures"))
    let final = try LogLine.all("\(place("a"))/metrics.jsonl").last
    #expect(final?.text.contains(#""pictures":"validation""#) == true)
  }

  @Test func `damaged pictures are refused by name, or skipped, counted and named`() throws {
    try own.add(12)
    let damaged: [(String, [UInt8])] = [
      ("cat/empty.jpg", []), ("cat/gif.png", Array("GIF89a".utf8)),
      ("dog/cut.png", Array(try own.folder.read("dog/1.png").prefix(200))),
    ]
    for (name, bytes) in damaged { try own.folder.write(bytes, to: name) }
    try expectRefused("data.validation=0.01", "data.test=0.01", naming: own.path, "picture")
    try? FileManager.default.removeItem(atPath: place("a"))
    let outcome = try train("data.damaged=skip", "epochs=4")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for (name, _) in damaged {
      #expect(outcome.output.contains("skipped: \(own.path)/\(name): "), "\(outcome.output)")
    }
    let log = try LogLine.all("\(place("a"))/metrics.jsonl").filter { $0.kind == "skipped" }
    #expect(!log.isEmpty)
  }

  @Test func `a picture of a hundred megapixels is refused before memory is taken`() throws {
    try own.add(12)
    var large = try own.folder.read("cat/0.png")
    // The width and height of a PNG's header: 10,000 each. Its checksum is looked at later.
    for (place, byte) in [(18, 0x27), (19, 0x10), (22, 0x27), (23, 0x10)] {
      large[place] = UInt8(byte)
    }
    for number in 0..<12 { try own.folder.write(large, to: "cat/\(number).png") }
    try expectRefused(naming: "/cat/", "10000x10000 pixels, expected at most 64000000")
  }

  @Test func `what is wrong with the folders is told before anything is made`() throws {
    try expectRefused(naming: "\(own.path): has no folders")
    try own.add(4)
    try expectRefused("network.classes=2", naming: "network.classes is 2", "has 3 classes: cat")
    try expectRefused("batchSize=32", naming: "batchSize is 32")
    try own.folder.write([], to: "Cat/1.png")
    try expectRefused(naming: "the classes Cat and cat differ in capital letters only")
    try FileManager.default.removeItem(atPath: "\(own.path)/Cat")
    try own.folder.write([], to: "owl/notes.txt")
    try expectRefused(naming: "\(own.path)/owl: has no picture")
    #expect(!FileManager.default.fileExists(atPath: place("a")))
  }

  @Test func `weights of other classes are refused with those that differ`() throws {
    try own.add(12)
    #expect(try train().status == 0)
    try own.add(12, of: ["owl"])
    try FileManager.default.removeItem(atPath: "\(own.path)/dog")
    let recipe = "\(place("a"))/recipe.yaml"
    let judged = try spar("evaluate", recipe, "--weights", place("a"))
    #expect(judged.status == 2)
    #expect(judged.errors.contains("missing is dog; unknown is owl"), "\(judged.errors)")
    let resumed = try spar("train", "--resume", place("a"))
    #expect(resumed.status == 2)
    #expect(resumed.errors.contains("missing is dog; unknown is owl"), "\(resumed.errors)")
  }

  @Test func `without a folder one is asked for`() throws {
    let outcome = try spar("train", "folder-resnet18-afan", "--run", place("a"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("give data.folder=PHOTOS"))
    #expect(outcome.output.isEmpty)
  }
}

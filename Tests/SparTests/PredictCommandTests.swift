import Foundation
import Pictures
import Support
import Testing

struct PredictCommandTests {
  private let work: Workplace
  private var pictures: String { work.place("pictures") }

  init() throws {
    work = try Workplace()
    try work.train("a", "epochs=1")
    let set = try FashionMNIST(folder: work.pictures.folder.path, split: .test)
    for index in 0..<5 {
      try work.folder.write(set.sample(at: index).picture.png(), to: "pictures/\(index), \"x\".png")
    }
  }

  private func predict(_ arguments: String...) throws -> Outcome {
    try Command(["predict", "--weights", work.place("a")] + arguments).outcome()
  }

  @Test func `a person gets a line for each picture, classes with percentages`() throws {
    let outcome = try predict(pictures, "--top", "2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 5)
    for (index, line) in outcome.lines.enumerated() {
      #expect(line.hasPrefix("\(pictures)/\(index), \"x\".png: "))
      #expect(line.split(separator: " %").count == 2)
    }
    #expect(
      outcome.errors
        == "pictures of another size are resized to 28x28 in grey, as resnet20 takes them\n")
  }

  @Test func `--json and --csv say the same, and commas and quotes are kept apart`() throws {
    let json = try predict(pictures, "--json", "--top", "3")
    let csv = try predict(pictures, "--csv", "--top", "3", "--batch-size", "2")
    #expect(json.lines.count == 5)
    #expect(csv.lines.count == 6)
    #expect(
      csv.lines[0] == "file,class1,probability1,class2,probability2,class3,probability3")
    for (index, (line, row)) in zip(json.lines, csv.lines.dropFirst()).enumerated() {
      let found = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      #expect(found.file == "\(pictures)/\(index), \"x\".png")
      let start = "\"\(pictures)/\(index), \"\"x\"\".png\","
      #expect(row.hasPrefix(start))
      let cells = row.dropFirst(start.count).split(separator: ",")
      #expect(cells.count == 6)
      for (place, choice) in found.choices.enumerated() {
        #expect(cells[2 * place] == choice.class)
        #expect(abs((Double(cells[2 * place + 1]) ?? 0) - choice.probability) < 1e-6)
      }
    }
  }

  private struct Line: Decodable {
    let file: String
    let choices: [Choice]

    struct Choice: Decodable {
      let `class`: String
      let probability: Double
    }
  }

  @Test func `a damaged picture is an error that names it, unless it may be skipped`() throws {
    let bad = try work.folder.write("no picture".utf8, to: "pictures/2b.png")
    let refused = try predict(pictures)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("\(bad): is bytes 6e 6f"), "\(refused.errors)")
    let skipped = try predict(pictures, "--skip-damaged")
    #expect(skipped.status == 0)
    #expect(skipped.lines.count == 5)
    #expect(skipped.errors.contains("skipped \(bad): is bytes"))
    #expect(skipped.errors.contains("1 of 6 pictures were skipped"))
  }

  @Test func `a picture that is not there is an error even where damaged ones are skipped`() throws
  {
    let outcome = try predict("\(pictures)/nowhere.png", "--skip-damaged")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(pictures)/nowhere.png: there is no such file"))
  }

  @Test(arguments: [
    (["--top", "0"], "--top is 0"), (["--json", "--csv"], "Choose one"),
    (["--batch-size", "0"], "--batch-size is 0"), (["--device", "tpu"], "device is 'tpu'"),
  ])
  func `options that cannot be are refused`(options: [String], message: String) throws {
    let outcome = try Command(
      ["predict", "--weights", work.place("a"), pictures] + options
    ).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--out", "told"], ["--scales", "1,2"], ["--flips"], ["--no-flips"], ["--masks-only"],
    ["--force"], ["--labels", "cityscapes"],
  ])
  func `what is for classes of pixels is refused where whole pictures are told`(
    options: [String]
  ) throws {
    let outcome = try Command(
      ["predict", "--weights", work.place("a"), pictures] + options
    ).outcome()
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("\(options[0]) is for weights that tell the classes of pixels"),
      "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `weights without a config need --recipe, and a bad config is told`() throws {
    let last = "\(work.place("a"))/checkpoints/last"
    let config = try work.folder.read("a/checkpoints/last/config.json")
    try FileManager.default.removeItem(atPath: "\(last)/config.json")
    let bare = try predict(pictures)
    #expect(bare.status == 2)
    #expect(bare.errors.contains("--recipe"), "\(bare.errors)")
    let told = try predict(pictures, "--recipe", "\(work.place("a"))/recipe.yaml")
    #expect(told.status == 0, "\(told.errors)")
    let text = String(decoding: config, as: UTF8.self)
    try work.folder.write(
      text.replacing("resnet20", with: "resnet2").utf8, to: "a/checkpoints/last/config.json")
    let bad = try predict(pictures)
    #expect(bad.status == 2)
    #expect(bad.errors.contains("\(last)/config.json: no network is called 'resnet2'"))
  }
}

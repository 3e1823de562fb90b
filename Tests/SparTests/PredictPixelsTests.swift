import Foundation
import Pictures
import Support
import Testing

/// The commands on weights that tell the classes of pixels.
struct PredictPixelsTests {
  private let work: PixelWorkplace
  private var out: String { work.place("told") }

  init() throws { work = try PixelWorkplace() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: out).sorted()
  }

  @Test func `training tells the mean IoU of validation and of what is judged at the end`() throws {
    let trained = work.trained.outcome
    #expect(trained.status == 0, "\(trained.errors)")
    let epochs = trained.lines.filter { $0.hasPrefix("epoch ") }
    #expect(epochs.count == 2)
    #expect(epochs.allSatisfy { $0.contains(/validation \d+\.\d\d % mIoU/) }, "\(epochs)")
    #expect(trained.output.contains(/last weights: clean \d+\.\d\d % mIoU, fgsm \d+\.\d\d % mIoU/))
  }

  @Test func `pictures get masks in their size, overlays and a legend, and a line each`() throws {
    let told = try work.predict("--out", out)
    #expect(told.status == 0, "\(told.errors)")
    #expect(
      try names() == [
        "legend.html", "test_0-overlay.png", "test_0.png", "test_1-overlay.png", "test_1.png",
      ])
    #expect(told.lines.count == 2)
    for (line, number) in zip(told.lines, [0, 1]) {
      let mask = try Mask("\(out)/test_\(number).png")
      #expect((mask.height, mask.width) == (36 + number, 44 + number))
      #expect(line.hasPrefix("\(work.picture(number)): ") && line.hasSuffix(" %"))
      let shown = try line.matches(of: /([a-z]+) (\d+\.\d) %/).map {
        (name: "\($0.1)", share: try #require(Double($0.2)))
      }
      #expect(abs(shown.map(\.share).reduce(0, +) - 100) < 0.5, "\(line)")
      for (name, share) in shown {
        let label = MaskedPictures.classes.firstIndex { $0 == name }.map(UInt8.init)
        let count = mask.bytes.count { $0 == label }
        #expect(abs(100 * Double(count) / Double(mask.bytes.count) - share) < 0.051, "\(name)")
      }
    }
  }

  @Test func `--json and --csv say the same, with the files that tell more`() throws {
    let json = try work.predict("--out", out, "--json")
    let csv = try work.predict("--out", out, "--csv", "--force", "--top", "9")
    let few = try work.predict("--out", out, "--csv", "--force", "--top", "1")
    #expect(csv.lines[0] == "file,class1,share1,class2,share2,class3,share3,class4,share4")
    #expect(few.lines[0] == "file,class1,share1")
    #expect(json.lines.count == 2 && csv.lines.count == 3)
    for (line, row) in zip(json.lines, csv.lines.dropFirst()) {
      let found = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      let mask = try Mask(found.mask)
      #expect((mask.height, mask.width) == (found.height, found.width))
      #expect(found.overlay == found.mask.replacing(".png", with: "-overlay.png"))
      let cells = found.classes.map { "\($0.class),\($0.share)" }
      let empty = Array(repeating: ",", count: 4 - cells.count)
      #expect(row == ([found.file] + cells + empty).joined(separator: ","))
    }
  }

  @Test func `the columns of classes that a picture has not are empty`() throws {
    let told = try Command([
      "predict", "--csv", work.picture(0), "--weights", work.changed(without: [0, 2, 3]), "--out",
      out,
    ]).outcome()
    #expect(told.lines.last.map(String.init) == "\(work.picture(0)),ground,1.0,,,,,,")
  }

  private struct Line: Decodable {
    let file: String
    let height: Int
    let width: Int
    let classes: [Choice]
    let mask: String
    let overlay: String?

    struct Choice: Decodable {
      let `class`: String
      let share: Double
    }
  }

  @Test func `masks alone, several scales and mirror images are had by asking`() throws {
    let plain = try work.predict("--out", out, "--masks-only")
    #expect(plain.status == 0, "\(plain.errors)")
    #expect(try names() == ["test_0.png", "test_1.png"])
    func masks() throws -> [Mask] { try [0, 1].map { try Mask("\(out)/test_\($0).png") } }
    var found = [try masks()]
    for options in [["--scales", "0.5,2"], ["--scales", "0.5,2", "--flips"], ["--flips"]] {
      let told = try Command(
        [
          "predict", "--weights", work.run, work.picture(0), work.picture(1), "--out", out,
          "--masks-only", "--force",
        ] + options
      ).outcome()
      #expect(told.status == 0, "\(told.errors)")
      #expect(try !found.contains(masks()), "\(options)")
      found.append(try masks())
    }
    let same = try work.predict(
      "--out", out, "--masks-only", "--force", "--scales", "1", "--no-flips")
    #expect(same.output == plain.output)
    #expect(try masks() == found[0])
  }

  @Test func `nothing is lost: one stem twice, and files that are there, are refused`() throws {
    let twice = try work.predict(work.mask(1), "--out", out)
    #expect(twice.status == 2)
    #expect(twice.errors.contains("would both be written to it"), "\(twice.errors)")
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(try work.predict("--out", out).status == 0)
    let again = try work.predict("--out", out)
    #expect(again.status == 2)
    #expect(again.errors.contains("it is there already (and 3 more of them)"), "\(again.errors)")
    #expect(try work.predict("--out", out, "--force").status == 0)
  }

  @Test func `options that cannot be are refused`() throws {
    let cases: [([String], String)] = [
      ([], "name a folder with --out"), (["--scales", "0"], "'--scales"),
      (["--scales", "1,,2"], "'--scales"), (["--labels", "voc"], "'--labels"),
      (["--out", "told", "--labels", "cityscapes"], "it is for Cityscapes' 19 classes"),
    ]
    for (options, message) in cases {
      let outcome = try Command(
        ["predict", "--weights", work.run, work.picture(0)] + options, in: work.folder.path
      ).outcome()
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(outcome.output.isEmpty && !FileManager.default.fileExists(atPath: out))
    }
  }

  @Test func `a damaged picture is skipped where that is asked for`() throws {
    let bad = try work.folder.write("no picture".utf8, to: "bad.png")
    let refused = try work.predict(bad, "--out", out)
    #expect(refused.status == 2 && refused.errors.contains("\(bad): is bytes"))
    let skipped = try work.predict(bad, "--out", out, "--force", "--skip-damaged")
    #expect(skipped.status == 0 && skipped.lines.count == 2)
    #expect(skipped.errors.contains("1 of 3 pictures were skipped"))
    #expect(try names().contains("test_1.png") && !names().contains("bad.png"))
  }

  @Test func `evaluation shows figures by challenge, then each class, and which have no pixel`()
    throws
  {
    let shown = try work.evaluate(without: [3])
    #expect(shown.status == 0, "\(shown.errors)")
    let lines = shown.lines.map(String.init)
    #expect(lines[0].split(separator: " ") == ["mIoU", "pixels", "classes", "loss", "pictures"])
    #expect(lines[1].contains(/^clean +\d+\.\d\d % +\d+\.\d\d % +\d+\.\d\d % +\d+\.\d{4} +2$/))
    #expect(lines[2].hasPrefix("fgsm "))
    let json = try work.evaluate(without: [3], "--json")
    let scores = try JSONDecoder().decode([String: Judged].self, from: Data(json.output.utf8))
    let clean = try #require(scores["clean"]?.pixels)
    #expect(clean.classIoU.map { $0 == nil } == [false, false, false, true])
    for (label, name) in MaskedPictures.classes.enumerated() {
      let row = try #require(lines.first { $0.hasPrefix("\(name)  ") })
      let text = clean.classIoU[label].map { String(format: "%.2f %%", 100 * $0) } ?? "no pixel"
      #expect(row.contains(text), "\(row)")
    }
    #expect(lines[1].contains(String(format: "%.2f %%", 100 * clean.meanIoU)))
    #expect(
      shown.output.contains("clean: the mean is over 3 of 4 classes; no pixel is of the others"))
  }

  private struct Judged: Decodable {
    let pixels: Pixels

    struct Pixels: Decodable {
      let meanIoU: Double
      let classIoU: [Double?]
    }
  }

  @Test func `a class that is only told by mistake counts as 0, which is said`() throws {
    let shown = try work.evaluate(without: [0, 1, 2])
    #expect(shown.output.contains("no pixel is of nothing, but some were told to be"))
    let cells = shown.lines[1].split(separator: " ").prefix(4)
    #expect(cells == ["clean", "0.00", "%", "0.00"])
  }
}

import Foundation
import Support
import Testing

struct CalibrateCommandTests {
  private let work: Workplace

  init() throws {
    work = try Workplace()
    try work.train("a", "epochs=1")
  }

  private func calibrate(_ more: String..., recipe: String? = nil) throws -> Outcome {
    let recipe = recipe ?? "\(work.place("a"))/recipe.yaml"
    return try Command(
      ["calibrate", recipe, "--batches", "1"] + more, in: work.folder.path
    ).outcome()
  }

  @Test func `it prints a table, and writes a page beside the run`() throws {
    let outcome = try calibrate("--weights", "a", "--stages", "input,layer2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in [
      "1 batch of 10 validation pictures, 1 step a move, fp32", "input  1 x 28 x 28, RMS",
      "layer2  4 x 14 x 14, RMS", "1/255", "0.03 RMS", "2.5/255", "random signs", "* useful",
    ] {
      #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
    }
    #expect(outcome.output.contains("Proposed: ") || outcome.output.contains("nothing is proposed"))
    #expect(outcome.lines.allSatisfy { !$0.contains("\u{1B}") })
    #expect(outcome.errors.hasSuffix("curves: \(work.place("a"))/calibration.html\n"))
    let page = String(decoding: try work.folder.read("a/calibration.html"), as: UTF8.self)
    #expect(page.contains("how far to move"))
  }

  @Test func `the figures are JSON where that is asked for`() throws {
    let outcome = try calibrate(
      "--weights", "a", "--stages", "layer2", "--sizes", "0.02,1/255", "--unit", "absolute",
      "--steps", "2", "--pictures", "training", "--json", "--out", "page.html", "batchSize=5")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 1)
    let line = try LogLine(outcome.output)
    #expect(line.number("batchSize") == 5 && line.number("steps") == 2)
    #expect(line.text.contains(#""pictures":"training""#))
    #expect(line.text.contains(#""size":{"length":0.02,"unit":"absolute"}"#))
    #expect(try work.folder.read("page.html").count > 100_000)
  }

  @Test(arguments: [
    (["--weights", "none"], "none"),
    (
      ["--weights", "a", "--stages", "layer9"], "no stage is called 'layer9'; did you mean layer1?"
    ),
    (["--weights", "a", "--sizes", "0"], "a size is 0.0; sizes are above 0"),
    (["--weights", "a", "--sizes", "0.1,x"], "'x' is no number such as 0.03 or 0.5/255."),
    (["--weights", "a", "--sizes", ""], "'' is no number"),
    (["--weights", "a", "--unit", "pixels"], "pixels"),
    (["--weights", "a", "--steps", "0"], "steps is 0; a move takes 1 or more"),
    (["--weights", "a", "--batches", "0"], "batches is 0; look at 1 or more"),
    (["--weights", "a", "network.width=4"], "conv1.weight"),
    (["--weights", "a", "--out", "a"], "--out is a folder"),
    (["--weights", "a/recipe.yaml", "--out", "a/recipe.yaml"], "--out is a file that is read"),
    ([], "--weights"),
  ])
  func `what cannot be calibrated is refused`(more: [String], text: String) throws {
    let words = ["calibrate", "\(work.place("a"))/recipe.yaml"] + more
    let outcome = try Command(words, in: work.folder.path).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}

import Foundation
import Randomness
import Support
import Testing
import Torch

struct TrainCommandTests {
  private let work: Workplace

  init() throws { work = try Workplace() }

  @Test func `a run is trained, judged again and traced`() throws {
    let trained = try work.train("a")
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("epoch 2 of 2"))
    #expect(trained.output.contains("done after 10 steps; test pictures, last weights: clean "))
    let made = try FileManager.default.contentsOfDirectory(atPath: work.place("a"))
    #expect(
      made.filter { !$0.hasPrefix(".") }.sorted()
        == [
          "checkpoints", "events.out.tfevents.spar", "judged", "metrics.csv", "metrics.jsonl",
          "origin.json", "recipe.yaml", "report.html",
        ])

    let recipe = "\(work.place("a"))/recipe.yaml"
    let judged = try spar("evaluate", recipe, "--weights", work.place("a"))
    #expect(judged.status == 0, "\(judged.errors)")
    #expect(judged.lines.count == 4)
    #expect(judged.lines[1].hasPrefix("clean ") && judged.lines[1].hasSuffix(" 20"))

    let batch = "\(work.folder.path)/batch.safetensors"
    try save(
      [
        "images": .uniform([4, 1, 28, 28], seed: Seed(1)),
        "labels": Tensor((0..<4).map(Int64.init)),
      ], to: batch)
    let trace = "\(work.folder.path)/trace.safetensors"
    let traced = try spar(
      "trace", recipe, "--weights", work.place("a"), "--batch", batch, "--out", trace)
    #expect(traced.status == 0, "\(traced.errors)")
    let tensors = try SafetensorsFile(trace).names
    #expect(traced.output == "\(tensors.count) tensors in \(trace)\n")
    #expect(tensors.contains("gradient.conv1.weight"))
  }

  @Test func `with --json there are lines of JSON and nothing else`() throws {
    let name = #"a "quoted\name" ü"#
    let trained = try work.train(name, "--json")
    #expect(trained.status == 0, "\(trained.errors)")
    let lines = try trained.lines.map { try LogLine($0) }
    #expect(lines.first?.kind == "run")
    #expect(lines.dropFirst().map(\.text) == (try log(name)))
    #expect(lines.last?.kind == "final")

    let recipe = "\(work.place(name))/recipe.yaml"
    let judged = try spar("evaluate", recipe, "--weights", work.place(name), "--json")
    #expect(judged.lines.count == 1)
    let scores = try LogLine(#require(judged.lines.first))
    #expect(scores.number("clean", "top1") == lines.last?.number("last", "clean", "top1"))
    #expect(scores.number("fgsm", "loss") == lines.last?.number("last", "fgsm", "loss"))
  }

  private func log(_ name: String) throws -> [String] {
    try LogLine.all("\(work.place(name))/metrics.jsonl").map(\.text)
  }

  @Test func `runs without a name are numbered`() throws {
    let settings = work.settings + ["epochs=1", "data.limit=10"]
    for number in 1...2 {
      let outcome = try Command(
        ["train", "fashion-mnist-resnet20-plain"] + settings, in: work.folder.path
      ).outcome()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let place = "\(work.folder.path)/runs/fashion-mnist-resnet20-plain-\(number)/metrics.csv"
      #expect(FileManager.default.fileExists(atPath: place))
    }
  }

  @Test func `a finished run is resumed to the same end, and says so`() throws {
    try work.train("a", "epochs=1")
    let before = try log("a")
    let outcome = try spar("train", "--resume", work.place("a"))
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("is finished"))
    #expect(try log("a") == before)
  }
}

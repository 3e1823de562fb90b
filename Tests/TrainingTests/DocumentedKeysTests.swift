import Foundation
import Settings
import Testing

@testable import Training

/// `Docs/Formats` names every key that is read or written.
struct DocumentedKeysTests {
  /// The words on a page that stand as code, with all that lies before a `.` or `=` of them.
  private static func words(on page: String) throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Docs/Formats/\(page).md"), encoding: .utf8)
    return Set(text.matches(of: /`"?([A-Za-z0-9_]+)[^`]*`/).map { String($0.output.1) })
  }

  /// The keys of all objects in `value`, but for those of objects whose keys are names.
  private static func keys(in value: Any, isNamed: Bool = false) -> Set<String> {
    if let values = value as? [Any] { return values.reduce([]) { $0.union(keys(in: $1)) } }
    guard let object = value as? [String: Any] else { return [] }
    let named: Set = ["losses", "moves", "last", "best", "logLengths", "tallies", "files"]
    return object.reduce(isNamed ? [] : Set(object.keys)) { found, entry in
      // A state's moves are not a log's.
      let isTallied = (entry.value as? [String: Any])?["tallies"] != nil
      let isNamed = named.contains(entry.key) && !isTallied
      return found.union(keys(in: entry.value, isNamed: isNamed))
    }
  }

  private static func keys(ofFile path: String) throws -> Set<String> {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let whole = path.hasSuffix(".jsonl") ? lines.map(String.init) : [lines.joined()]
    return try whole.reduce([]) {
      $0.union(keys(in: try JSONSerialization.jsonObject(with: Data($1.utf8))))
    }
  }

  @Test func `every setting of a recipe, its network and its judging is on the page of recipes`()
    throws
  {
    let words = try Self.words(on: "Recipes")
    let keys =
      Recipe.fields.map(\.key) + NetworkSettings.fields.map(\.key)
      + EvaluationSettings.fields.map(\.key)
    #expect(keys.filter { !words.contains($0) } == [])
  }

  @Test func `every key of a run's log and state is on their pages`() throws {
    let run = try TinyRun()
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-afan", "evaluation.every=2", "logEvery=10")
    try run.train(recipe, in: "a")
    var logged = try Self.keys(ofFile: "\(run.place("a"))/metrics.jsonl")
    let skipped = SkippedEntry(epoch: 1, step: 1, pictures: "training", skipped: ["a"])
    logged.formUnion(
      Self.keys(in: try JSONSerialization.jsonObject(with: JSONEncoder().encode(skipped))))
    #expect(logged.isSuperset(of: ["survival", "plainSteps", "top5", "bestEpoch", "skipped"]))
    #expect(logged.subtracting(try Self.words(on: "Logs")) == [])
    let last = "\(run.place("a"))/checkpoints/last"
    let kept = try Self.keys(ofFile: "\(last)/state.json").union(
      Self.keys(ofFile: "\(last)/config.json"))
    #expect(kept.isSuperset(of: ["tallies", "spent", "architecture"]))
    var pixels = NarrowSegmentation.config
    pixels.separable = true
    let ofPixels = Self.keys(
      in: try JSONSerialization.jsonObject(with: JSONEncoder().encode(pixels)))
    #expect(ofPixels.isSuperset(of: ["outputStride", "separable", "colours"]))
    #expect(kept.union(ofPixels).subtracting(try Self.words(on: "Runs")) == [])
  }

  @Test func `every kind of tensor of a trace is on its page`() throws {
    let words = try Self.words(on: "Trace")
    let kinds = [
      "average", "buffer", "clean", "gradient", "initial", "lesson", "logits", "loss", "memory",
      "moved", "parameter",
    ]
    #expect(kinds.filter { !words.contains($0) } == [])
  }
}

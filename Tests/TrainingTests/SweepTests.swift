import Settings
import Support
import Testing

@testable import Training

struct SweepTests {
  private let recipe = "fashion-mnist-resnet20-afan"

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was thrown"
    } catch { return String(describing: error) }
  }

  @Test func `words are settings, lists to try, and seeds`() throws {
    let sweep = try Sweep(
      recipe, words: ["epochs=3", "seed=7", "optimizer.learningRate=[0.1, 0.05]", "seeds=3"])
    #expect(sweep.settings == ["epochs=3", "seed=7"])
    #expect(sweep.varied == ["optimizer.learningRate=[0.1, 0.05]"])
    #expect(sweep.seeds == [7, 8, 9])
    #expect(try Sweep(recipe, words: []).seeds == [1])
    #expect(try Sweep(recipe, words: ["seeds=[9, 3]"]).seeds == [9, 3])
    #expect(try Sweep(yaml: sweep.yaml()) == sweep)
  }

  @Test(arguments: [
    ("cifar10-resnet20-plain", SweepMetric.validation),
    ("camvid-deeplabv3plus-lite0-plain", .validationIoU),
    ("adain-cifar10-resnet20", .validationLoss),
  ])
  func `rows are chosen by what the recipe's task is judged by`(
    name: String, metric: SweepMetric
  ) throws {
    #expect(try Sweep(name, words: []).metric == metric)
  }

  @Test(arguments: [
    ("camvid-deeplabv3plus-lite0-plain", [SweepMetric.validation, .validationTop5, .shapeBias]),
    ("adain-cifar10-resnet20", [.validation, .validationIoU, .best, .clean, .noise, .fgsm]),
  ])
  func `a task has no figures of others`(name: String, others: [SweepMetric]) throws {
    let recipe = try Recipe.named(name)
    for metric in others {
      #expect(metric.whyNever(by: recipe) == "its task is \(recipe.task.name)")
    }
    #expect(recipe.task.sweepMetric.whyNever(by: recipe) == nil)
  }

  @Test(arguments: [
    "seeds=0", "seeds=1001", "seeds=-1", "seeds=[]", "seeds=[1, 1]", "seeds=[a]", "seeds=many",
  ])
  func `seeds that are none are refused`(word: String) {
    #expect(message { _ = try Sweep(recipe, words: [word]) }.contains("write how many"))
  }

  @Test func `seeds beyond the largest number are refused`() {
    let words = ["seed=18446744073709551615", "seeds=2"]
    #expect(message { _ = try Sweep(recipe, words: words) }.contains("write how many"))
  }

  @Test func `named rows are multiplied by the lists, the last one varying fastest`() throws {
    var sweep = try Sweep(
      recipe, words: ["optimizer.learningRate=[0.1, 2/10]", "epochs=[1, 2]"],
      rows: Named([.init("a", ["batchSize=8"]), .init("b", [])]))
    let rows = try sweep.expandedRows()
    #expect(rows.count == 8)
    #expect(rows[1].name == "a learningRate=0.1 epochs=2")
    #expect(rows[1].settings == ["batchSize=8", "optimizer.learningRate=0.1", "epochs=2"])
    #expect(rows[6].name == "b learningRate=2/10 epochs=1")
    #expect(rows[6].folder == "b_learningRate=2_10_epochs=1")
    sweep.rows = Named()
    sweep.varied = []
    #expect(try sweep.expandedRows() == [SweepRow(name: "all", settings: [])])
  }

  @Test func `keys of one last word are written whole, and long values are numbered`() throws {
    let sweep = try Sweep(
      recipe,
      words: [
        "method.afan.cuts[0].stage=[layer1]",
        "method=[plain, {afan: {cuts: [{stage: layer1, attack: {stepSize: 0.1}}]}}]",
        "a.x=[1]", "b.x=[2]",
      ].filter { $0.hasPrefix("method=") })
    #expect(try sweep.expandedRows().map(\.name) == ["method=plain", "method=#2"])
    var two = Sweep()
    two.varied = ["a.x=[1]", "b.x=[2]"]
    #expect(try two.expandedRows().map(\.name) == ["a.x=1 b.x=2"])
  }

  @Test(arguments: [
    (["a b"], ["epochs=1"], "row 'a b': a name is of letters"),
    ([".a"], [], "row '.a': a name"), ([""], [], "row '': a name"),
    ([], ["epochs=[]"], "epochs=[] has no value to try"),
    ([], ["epochs=[1]", "epochs=[2]"], "epochs is varied twice"),
    ([], ["epochs=[1, 2, 1]"], "epochs is to have one value twice"),
    ([], ["epochs=[1, 2]", "epochs=3"], "epochs is both varied and given a value"),
    ([], ["seed=[1, 2]"], "give seeds=[...] rather than seed"),
    ([], ["data.folder=['a/b', 'a%b']"], "two rows would have the folder name 'folder=_a_b_'"),
  ])
  func `rows that do not go together are refused`(
    names: [String], words: [String], expected: String
  ) throws {
    let sweep = try Sweep(recipe, words: words, rows: Named(names.map { .init($0, []) }))
    let found = message { _ = try sweep.expandedRows() }
    #expect(found.contains(expected), "\(found)")
  }

  @Test func `a row may not have a seed of its own`() throws {
    let sweep = try Sweep(recipe, words: [], rows: Named([.init("a", ["seed = 3"])]))
    #expect(message { _ = try sweep.expandedRows() }.contains("give seeds=[...] rather than seed"))
  }

  @Test func `a rows file must have rows, and nothing else`() {
    #expect(message { _ = try SweepRowsFile(yaml: "{}") }.contains("rows: missing"))
    #expect(message { _ = try SweepRowsFile(yaml: "row: {}") }.contains("did you mean rows?"))
  }
}

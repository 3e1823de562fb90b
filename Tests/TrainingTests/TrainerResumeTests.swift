import Foundation
import Networks
import Support
import Testing

@testable import Training

struct TrainerResumeTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  @Test(arguments: [
    ("fashion-mnist-resnet20-plain", 14, "checkpointEvery=null"),
    ("fashion-mnist-resnet20-plain", 4, "checkpointEvery=3"),
    ("fashion-mnist-resnet20-afan", 18, "checkpointEvery=7"),
    ("fashion-mnist-resnet20-plain", 10, "clipNorm=0.5"),
    ("fashion-mnist-resnet20-afan", 1, "data.threads=2"),
    ("fashion-mnist-resnet20-plain", 15, "optimizer.kind=adamw"),
    ("fashion-mnist-resnet20-afan", 13, "optimizer.kind=rmsprop"),
    ("fashion-mnist-resnet20-plain", 12, "ema={decay: 0.8, warmUp: {}}"),
    ("fashion-mnist-resnet20-plain", 13, "freeze=[stem, layer2]"),
    (
      "fashion-mnist-resnet20-plain", 13,
      "method={learnable-afan: {cuts: [layer1, layer2], attack: {stepSize: 0.5}}}"
    ),
    ("fashion-mnist-resnet20-afan", 13, "method.afan.start={attacked: {stepSize: 0.1}}"),
    ("cifar10-resnet20-augmix", 13, "data.threads=2"),
    ("cifar10-resnet20-fine-advprop", 13, "data.threads=2"),
  ])
  func `a killed and resumed run ends as one that was not, bit for bit`(
    name: String, step: Int, setting: String
  ) throws {
    try run.train(run.recipe(name, setting), copiedAfter: step)
    let events = try run.resume("broken")
    let plan = try #require(events.plan)
    #expect(plan.steps == 20 && plan.done <= step && plan.done >= step - 10)
    try run.expectSame("whole", "broken")
  }

  @Test func `two runs of one recipe are the same, another seed's is not`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-afan", "epochs=1"), in: "a")
    try run.train(run.recipe("fashion-mnist-resnet20-afan", "epochs=1"), in: "b")
    try run.expectSame("a", "b")
    try run.train(run.recipe("fashion-mnist-resnet20-afan", "epochs=1", "seed=2"), in: "c")
    let losses = try ["a", "c"].map { try #require(run.log($0).first?.number("loss")) }
    #expect(losses[0] != losses[1])
  }

  @Test func `a finished run stays as it is`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "a")
    let before = try Data(contentsOf: URL(filePath: "\(run.place("a"))/metrics.jsonl"))
    let events = try run.resume("a")
    #expect(events.notices.count == 1 && events.notices[0].contains("is finished"))
    guard case .final(let results) = events.last else {
      return #expect(Bool(false), "\(events)")
    }
    #expect(results.step == 10 && results.last["clean"]?.count == 40)
    let after = try Data(contentsOf: URL(filePath: "\(run.place("a"))/metrics.jsonl"))
    #expect(before == after)
  }

  @Test func `another number of threads is noticed`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "a")
    try run.change("a") { $0.threads = 64 }
    #expect(try run.resume("a").notices.first?.contains("64 threads") == true)
  }

  @Test func `passes that a checkpoint did not count are null until its epoch ends`() throws {
    _ = try run.train(run.recipe(), in: "a") { event in
      if case .step(5, _, _, _) = event { true } else { false }
    }
    try run.change("a") { $0.passes = nil }
    try run.resume("a")
    let record = try RunRecord(run.place("a"))
    #expect(record.epochs.map { $0.passes?.plainSteps } == [nil, 1])
    #expect(record.passesPerStep?.plainSteps == 1)
  }

  @Test func `a checkpoint of another network is refused, with what does not fit`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "a")
    let wider = try run.recipe("fashion-mnist-resnet20-plain", "epochs=1", "network.width=3")
    try run.change("a") { $0.recipe = try wider.yaml() }
    let folder = try RunFolder(resuming: run.place("a"))
    let error = #expect(throws: (any Error).self) {
      try Trainer<Classification>(wider, in: folder, resumes: true) { _ in }
    }
    let text = error.map(String.init(describing:)) ?? ""
    #expect(text.contains("'conv1.weight' is [2, 1, 3, 3] in the weights, [3, 1, 3, 3]"))

  }
}

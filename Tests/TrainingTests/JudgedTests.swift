import Adversary
import Foundation
import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct JudgedTests {
  @Test func `every picture is counted where it is and where it was taken to be`() {
    let confusion = Confusion(labels: [0, 0, 2, 2, 2], choices: [0, 3, 2, 0, 0], classes: 3)
    #expect(confusion.rows == [[[0, 1], [3, 1]], [], [[0, 2], [2, 1]]])
    #expect(confusion.count(of: 2, as: 0) == 2)
    #expect(confusion.count(of: 0, as: 2) == 0)
    #expect(confusion.total(of: 2) == 3)
  }

  @Test(arguments: ["[[0,9223372036854775807]]", "[[9223372036854775807,1]]", "[[0,0]]", "[[0]]"])
  func `counts and classes that are none are seen`(row: String) throws {
    let text = "{\"rows\":[[[0,3],[1,1]],\(row)]}"
    let confusion = try JSONDecoder().decode(Confusion.self, from: Data(text.utf8))
    #expect(!confusion.isWhole)
    #expect(Confusion(labels: [0, 1], choices: [1, 1], classes: 2).isWhole)
  }

  @Test func `shown are the first right picture of each class and the surest mistakes`() {
    let none = Scores(count: 0, top1: 0, top5: 0, loss: 0)
    let judgement = Judgement(
      scores: none, indices: [5, 6, 7, 8, 9, 10], labels: [1, 1, 0, 0, 2, 2],
      choices: [1, 1, 1, 0, 0, 1],
      confidences: [0.3, 0.9, 0.5, 0.4, 0.8, 0.5], skipped: [])
    let examples = Examples(of: judgement)
    #expect(examples.right == [0, 3])
    #expect(examples.wrong == [4, 2, 5])
    #expect(examples.moved == [0, 3, 4, 2])
    let few = Examples(of: judgement, count: 1)
    #expect(few.right == [0] && few.wrong == [4])
  }

  @Test func `two runs of one recipe keep the same, byte for byte`() throws {
    let run = try TinyRun()
    let recipe = try run.recipe("fashion-mnist-resnet20-afan")
    try ThreadCount.holding {
      try run.train(recipe, in: "a")
      _ = try run.train(recipe, in: "b") {
        if case .judging("last weights, noise", _, _) = $0 { true } else { false }
      }
      #expect(!FileManager.default.fileExists(atPath: "\(run.place("b"))/judged"))
      try run.resume("b")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(run.place("a"))/judged")
    #expect(files.contains("judged.json") && files.count > 10)
    for file in files {
      #expect(try run.folder.read("a/judged/\(file)") == run.folder.read("b/judged/\(file)"))
    }
    let others = try FileManager.default.contentsOfDirectory(atPath: "\(run.place("b"))/judged")
    #expect(Set(others) == Set(files))
  }

  @Test func `what is kept is what the log says`() throws {
    let run = try TinyRun()
    try run.train(run.recipe(), in: "a")
    let judged = try #require(try Judged.read(from: "\(run.place("a"))/judged"))
    let final = try #require(try run.log("a").last { $0.kind == "final" })
    #expect(judged.last.scores["clean"]?.top1 == final.number("last", "clean", "top1"))
    #expect(judged.last.scores["fgsm"]?.loss == final.number("last", "fgsm", "loss"))
    #expect(judged.bestEpoch.map(Double.init) == final.number("bestEpoch"))
    #expect((judged.best == nil) == (judged.bestEpoch == 2))
    let confusion = try #require(judged.last.confusion)
    let right = (0..<10).reduce(0) { $0 + confusion.count(of: $1, as: $1) }
    #expect(Double(right) / 40 == judged.last.scores["clean"]?.top1)
  }

  @Test func `a heat map is brightest where its largest value is, and dark where it is 0`() {
    let picture = Picture(channels: 1, height: 8, width: 8, bytes: .init(repeating: 0, count: 64))
    let map = HeatMap(values: [0, 0, 0, 4], height: 2, width: 2).over(picture)
    #expect(map.shape == [3, 8, 8])
    #expect(map[0, 0, 0] == 0 && map[1, 0, 0] == 0)
    #expect(map[0, 7, 7] > 200 && map[1, 7, 7] > 200)
    let even = HeatMap(values: [0], height: 1, width: 1).over(picture)
    #expect(even.bytes.allSatisfy { $0 == 0 })
  }

  @Test func `pictures are made smaller or larger in whole, proportions kept`() {
    let wide = Picture(
      channels: 3, height: 100, width: 300, bytes: .init(repeating: 9, count: 90_000))
    #expect(wide.thumbnail().shape == [3, 42, 128])
    #expect(wide.magnified() == wide)
    let small = Picture(channels: 1, height: 28, width: 20, bytes: .init(repeating: 9, count: 560))
    #expect(small.thumbnail() == small)
    #expect(small.magnified().shape == [1, 112, 80])
  }
}

/// Moves of a tiny network in float64, against what is worked out anew.
struct FeatureMovesTests {
  private let task: Classification
  private let batch: ClassifierBatch

  init() throws {
    let store = ParameterStore(seed: Seed(3), precision: .fp64)
    task = Classification(try Network.tiny(Scope(store)), classes: 5)
    batch = ClassifierBatch(
      images: try Tensor.uniform([3, 3, 8, 8], seed: Seed(4)).to(.float64),
      targets: try Tensor([0, 3, 4]))
  }

  private func moves(_ attack: PGD) throws -> FeatureMoves<Classification> {
    let cut = AFAN.Cut(stage: "stem", attack: attack, lessons: [])
    return try FeatureMoves(task, cut, branch: .main, batch, seed: Seed(1))
  }

  /// Each picture's own loss with its features behind `stem` as they are, moved a little or wholly.
  private func losses(_ change: (Tensor) throws -> Tensor) throws -> [Double] {
    try withoutGradients {
      let (stage, back) = try task.network.cut(after: "stem")
      var state = try task.network.front(upTo: "stem")(task.begin(batch), .evaluation)
      state[keyPath: stage.features] = try state[keyPath: stage.features].map(change)
      let logits = try task.logits(back(state, .evaluation))
      return try logits.crossEntropyLoss(batch.targets, reduction: 0).elements(Double.self)
    }
  }

  @Test func `the distance is the mean over channels of how far features were moved`() throws {
    let even = try moves(PGD(stepSize: 0.25))
    for map in even.distances {
      #expect((map.height, map.width) == (8, 8))
      #expect(map.values.allSatisfy { abs($0 - 0.25) < 1e-12 })
    }
    let along = try moves(PGD(stepSize: 0.25, norm: .l2))
    #expect(along.distances.allSatisfy { ($0.values.max() ?? 0) > 2 * ($0.values.min() ?? 0) })
  }

  @Test func `the rise is what a small move adds to each picture's own loss`() throws {
    let step = 1e-6
    let moves = try moves(PGD(stepSize: step, norm: .l2))
    let before = try losses { $0 }
    let slopes = try slopes()
    let after = try losses { try $0 + step * slopes }
    for index in 0..<3 {
      let rise = after[index] - before[index]
      #expect(rise > 0)
      #expect(abs(moves.totals[index] - rise) < 1e-4 * rise)
      let shown = moves.rises[index].values.reduce(0, +)
      #expect(shown >= moves.totals[index] - 1e-12)
      #expect(moves.rises[index].values.allSatisfy { $0 >= 0 })
    }
  }

  /// The direction of each picture's slope of the loss, of length 1.
  private func slopes() throws -> Tensor {
    let (stage, back) = try task.network.cut(after: "stem")
    var state = try withoutGradients {
      try task.network.front(upTo: "stem")(task.begin(batch), .evaluation)
    }
    let leaf = try state[keyPath: stage.features][0].requiringGradient()
    state[keyPath: stage.features] = [leaf]
    let loss = try task.losses(back(state, .evaluation)).total()
    let slope = try gradients(of: loss, at: [leaf])[0]
    return try slope / slope.linalgVectorNorm(dim: [1, 2, 3], keepdim: true)
  }

  @Test func `probabilities are those of the moved features, and nothing of the network changes`()
    throws
  {
    let still = try moves(PGD(stepSize: 0))
    let logits = try withoutGradients {
      try task.network(task.begin(batch), .evaluation).maps[0].softmax(dim: 1)
    }
    let before = try still.probabilities(by: task)
    #expect(before.flatMap(\.self).count == 15)
    for (left, right) in zip(before.flatMap(\.self), try logits.elements(Double.self)) {
      #expect(abs(left - right) < 1e-12)
    }
    #expect(still.totals.allSatisfy { $0 == 0 })
    let far = try moves(PGD(stepSize: 5)).probabilities(by: task)
    #expect(far != before)
  }
}

import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch
import Training

/// One case of `Golden/afan.safetensors`, as it says itself.
struct AFANFixture {
  let method: any TrainingMethod
  let store: ParameterStore
  let task: Classification
  private let golden: Golden
  private let name: String
  private let shared: String
  private let optimizer: OptimizerSettings

  init(_ name: String) throws {
    self.name = name
    shared = name == "resnet56" ? name : "tiny"
    golden = try Golden("afan")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let text = try #require(golden.note(name))
    let data = Data(text.utf8)
    if name == "learnable" {
      method = try decoder.decode(LearnableNotes.self, from: data).method.afan
    } else {
      let notes = try decoder.decode(AFANNotes.self, from: data)
      #expect(notes.method.cleanFirst)
      method = notes.method.afan
    }
    optimizer = try decoder.decode(OptimizerNotes.self, from: data).optimizer.settings
    store = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: name, try golden.tensors(below: "\(shared).initial")))
    let network = try Self.network(shared, Scope(store))
    task = Classification(network, classes: shared == "tiny" ? 5 : 10)
  }

  private static func network(_ name: String, _ scope: Scope) throws -> Network<ClassifierState> {
    guard name == "resnet56" else { return try .tiny(scope) }
    let colors = Normalization(
      mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
    return try .cifarResNet(depth: 56, classes: 10, normalization: colors, width: 4, scope)
  }

  /// The tensors that the reference left at step `k`.
  func expected(_ step: Int) throws -> [String: Tensor] {
    try golden.tensors(below: "\(name).step\(step)")
  }

  /// Takes five steps; hands `body` the number of each and the tensors it left.
  func train(_ body: (Int, [String: Tensor]) throws -> Void) throws {
    let sgd = optimizer.optimizer(of: task.network, store)
    var memory: MethodMemory = [:]
    for step in 1...5 {
      try sgd.zeroGradients()
      let given = try golden.tensors(below: "\(shared).batch\(step)")
      let images = try #require(given["images"])
      let aimed = Aimed(task: task, targets: try #require(given["targets"]))
      let batch = ClassifierBatch(images: images, targets: try #require(given["labels"]))
      let learned = try method.learn(aimed, from: batch, seed: Seed(2) / step, memory: &memory)
      var left = try tensors(learned)
      for (name, tensor) in memory { left["memory.\(name)"] = tensor }
      try sgd.step(learningRate: optimizer.learningRate)
      for (path, parameter) in store.parameters { left["parameter.\(path)"] = parameter }
      for (path, buffer) in store.buffers { left["buffer.\(path)"] = buffer }
      try body(step, left)
    }
  }

  private func tensors(_ learned: Learned) throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for part in learned.parts { tensors["loss.\(part.name)"] = try part.losses.total() }
    for (path, parameter) in store.parameters {
      tensors["gradient.\(path)"] = try parameter.gradientIfAny()?.clone()
    }
    for move in learned.moves {
      tensors["clean.\(move.stage)"] = move.clean[0]
      tensors["moved.\(move.stage)"] = move.moved[0]
      for (index, taken) in move.lessons.enumerated() {
        tensors["lesson.\(move.stage).\(index)"] = taken[0]
      }
    }
    return tensors
  }
}

/// A classification whose targeted attacks aim at given classes.
private struct Aimed: RecognitionTask {
  let task: Classification
  let targets: Tensor

  var network: Network<ClassifierState> { task.network }
  func begin(_ batch: ClassifierBatch) throws -> ClassifierState { try task.begin(batch) }
  func losses(_ state: ClassifierState) throws -> Losses { try task.losses(state) }
  func retargeted(_ state: ClassifierState, seed: Seed) -> ClassifierState {
    ClassifierState(maps: state.maps, targets: targets)
  }
}

/// A case's optimizer as the script wrote it.
private struct OptimizerNotes: Decodable {
  struct Optimizer: Decodable {
    let lr: Double
    let momentum: Double
    let nesterov: Bool
    let weightDecay: Double

    var settings: OptimizerSettings {
      var sgd = SGDSettings()
      sgd.momentum = momentum
      sgd.nesterov = nesterov
      var settings = OptimizerSettings()
      settings.learningRate = lr
      settings.weightDecay = weightDecay
      settings.kind = .sgd(sgd)
      return settings
    }
  }

  let optimizer: Optimizer
}

/// The same of a case that learns its strengths.
private struct LearnableNotes: Decodable {
  struct Method: Decodable {
    let cuts: [String]
    let cleanWeight: Double
    let lessonWeight: Double
    let attack: AFANNotes.Attack
    let learningRate: Double
    let momentum: Double
    let penalty: Double
    let lessonsMoveAverages: Bool

    var afan: LearnableAFAN {
      var afan = LearnableAFAN(cuts: cuts)
      afan.cleanWeight = cleanWeight
      afan.lessonWeight = lessonWeight
      afan.attack = attack.pgd
      afan.learningRate = learningRate
      afan.momentum = momentum
      afan.penalty = penalty
      afan.lessonsMoveAverages = lessonsMoveAverages
      return afan
    }
  }

  let method: Method
}

import Foundation
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct BatchFileTests {
  private let folder: TemporaryFolder
  private var batch: String { "\(folder.path)/batch.safetensors" }

  init() throws { folder = try TemporaryFolder() }

  private func recipe(_ overrides: String...) throws -> Recipe {
    try Recipe.named(
      "fashion-mnist-resnet20-plain", overrides: ["network.width=2", "threads=1"] + overrides)
  }

  /// Writes a batch of six pictures, or what `tensors` says in its place.
  private func writeBatch(_ tensors: [String: Tensor] = [:]) throws {
    let images = try Tensor.uniform([6, 1, 28, 28], seed: Seed(5))
    let labels = try Tensor((0..<6).map(Int64.init))
    try save(["images": images, "labels": labels].merging(tensors) { $1 }, to: batch)
  }

  private func trace(_ recipe: Recipe, steps: Int = 1) throws -> [String: Tensor] {
    try Trace(recipe, weights: nil, batch: batch, steps: steps).tensors
  }

  @Test func `views of the pictures are in the batch where the method learns from them`() throws {
    let recipe = try recipe("method=augmix", "data.augMix={}")
    let views = try (0..<2).map { try Tensor.uniform([6, 1, 28, 28], seed: Seed(6) / $0) }
    try writeBatch(["view.0": views[0], "view.1": views[1]])
    let one = try #require(try trace(recipe)["loss.divergence"]).item()
    try writeBatch(["view.0": views[1], "view.1": views[1]])
    #expect(try one > 0 && one != #require(trace(recipe)["loss.divergence"]).item())
    try writeBatch(["view.0": views[0], "view.1": views[1].narrow(dim: 2, start: 0, length: 20)])
    let size = try #require(throws: TrainingError.self) { try trace(recipe) }
    #expect(size.description.contains("images are [6, 1, 28, 28], view.1 is [6, 1, 20, 28]"))
    try writeBatch()
    let missing = try #require(throws: TrainingError.self) { try trace(recipe) }
    #expect(missing.description.contains("but no 'view.0'"))
    #expect(try Array(trace(recipe, steps: 0).keys).contains("logits"))
  }

  private enum Bad: String, CaseIterable {
    case doubleImages, flatImages, shortLabels, floatLabels, channels, label, negative, bright

    func tensors() throws -> [String: Tensor] {
      switch self {
      case .doubleImages: ["images": try .zeros([6, 1, 28, 28], dtype: .float64)]
      case .flatImages: ["images": try .zeros([6, 784])]
      case .shortLabels: ["labels": try Tensor([Int64(0), 1])]
      case .floatLabels: ["labels": try .zeros([6])]
      case .channels: ["images": try .zeros([6, 3, 28, 28])]
      case .label: ["labels": try Tensor([Int64(0), 1, 2, 10, 4, 5])]
      case .negative: ["images": try .full(-0.1, [6, 1, 28, 28])]
      case .bright: ["images": try .full(255, [6, 1, 28, 28])]
      }
    }

    var text: String {
      switch self {
      case .doubleImages: "'images' is float64 [6, 1, 28, 28]"
      case .flatImages: "expected is float32 of 4 axes"
      case .shortLabels: "images are [6, 1, 28, 28], labels are [2]"
      case .floatLabels: "expected is int64 of 1 axes"
      case .channels: "images have 3 channels, the network takes 1"
      case .label: "label 3 is 10, the network has 10 classes"
      case .negative: "images are in -0.1"
      case .bright: "images are in 255.0...255.0, not in 0...1"
      }
    }
  }

  @Test(arguments: Bad.allCases)
  private func `a bad batch is told with what is wrong`(bad: Bad) throws {
    try writeBatch(bad.tensors())
    let error = #expect(throws: TrainingError.self) { try trace(recipe()) }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("\(batch) is not a batch for a trace: "))
    #expect(text.contains(bad.text), "\(text)")
  }

  @Test func `a batch without pictures, or of none, is told`() throws {
    try save(["pictures": .zeros([1]), "labels": .zeros([1], dtype: .int64)], to: batch)
    let missing = #expect(throws: TrainingError.self) { try trace(recipe()) }
    #expect(missing?.description.contains("it has labels, pictures, but no 'images'") == true)
    try writeBatch([
      "images": .zeros([0, 1, 28, 28]), "labels": .zeros([0], dtype: .int64),
    ])
    let none = #expect(throws: TrainingError.self) { try trace(recipe()) }
    #expect(none?.description.contains("images are [0, 1, 28, 28]") == true)
  }

  @Test func `pictures that are no numbers are refused`() throws {
    try writeBatch(["images": .full(.nan, [6, 1, 28, 28])])
    #expect(throws: TrainingError.self) { try trace(recipe()) }
  }

  @Test func `a batch that is not there is told`() throws {
    let error = #expect(throws: SafetensorsError.self) { try trace(recipe()) }
    #expect(error?.description.contains(batch) == true)
  }
}

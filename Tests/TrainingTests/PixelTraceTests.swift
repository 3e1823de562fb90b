import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

/// Traces of steps that learn the classes of pixels.
struct PixelTraceTests {
  private let folder: TemporaryFolder
  private var batch: String { "\(folder.path)/batch.safetensors" }

  init() throws { folder = try TemporaryFolder() }

  private func recipe(_ overrides: String...) throws -> Recipe {
    let method = """
      method={afan: {cleanWeight: 0.7, cuts: [\
      {stage: layer2, attack: {stepSize: 1/255}, lessons: [{strength: 0.5, weight: 0.1}]}, \
      {stage: aspp, attack: {stepSize: 1/255}, lessons: [{weight: 0.1}]}]}}
      """
    let recipe = try NarrowSegmentation.recipe(method)
    return try Recipe(yaml: recipe.yaml(), name: recipe.name, overrides: overrides)
  }

  private static func classes(_ seed: Int) -> [Int64] {
    (0..<2 * 32 * 40).map { $0 % 11 == seed % 11 ? 255 : Int64($0 / 64 + seed) % 5 }
  }

  /// Writes a batch of two pictures, or what `tensors` says in its place.
  private func writeBatch(_ tensors: [String: Tensor] = [:]) throws {
    let images = try Tensor.uniform([2, 3, 32, 40], seed: Seed(5))
    let masks = try Tensor(Self.classes(1)).reshape(shape: [2, 32, 40])
    try save(["images": images, "masks": masks].merging(tensors) { $1 }, to: batch)
  }

  private func trace(_ recipe: Recipe, steps: Int = 1) throws -> [String: Tensor] {
    try Trace(recipe, weights: nil, batch: batch, steps: steps).tensors
  }

  @Test func `a trace has every tensor of the step by name, and the logits of each pixel`() throws {
    try writeBatch()
    let recipe = try recipe()
    let tensors = try trace(recipe)
    let session = try Session<Segmentation>(recipe)
    var names: Set = ["logits", "loss.clean", "loss.layer2.0", "loss.aspp.0"]
    for stage in ["layer2", "aspp"] {
      names.formUnion(["clean.\(stage)", "moved.\(stage)", "lesson.\(stage).0"])
    }
    for (path, _) in session.store.parameters {
      names.formUnion(["gradient.\(path)", "parameter.\(path)", "initial.\(path)"])
    }
    for (path, _) in session.store.buffers {
      names.formUnion(["buffer.\(path)", "initial.\(path)"])
    }
    #expect(Set(tensors.keys) == names)
    #expect(tensors["logits"]?.shape == [2, 5, 32, 40])
    #expect(tensors["clean.layer2"]?.shape == [2, 8, 4, 5])
    let images = try SafetensorsFile(batch).tensor("images").to(.float64)
    let targets = try Tensor(Self.classes(1)).reshape(shape: [2, 32, 40])
    let start = try session.task.begin(SegmentationBatch(images: images, targets: targets))
    let end = try withoutGradients { try session.task.network(start, .evaluation) }
    #expect(try identical(#require(tensors["logits"]), end.maps[0]))
    #expect(
      try Array(trace(recipe, steps: 0).keys.filter { !$0.hasPrefix("initial") }) == ["logits"])
  }

  @Test func `masks are learned from, as bytes or as whole numbers, without what is ignored`()
    throws
  {
    let recipe = try recipe()
    func loss(_ masks: Tensor) throws -> Double {
      try writeBatch(["masks": masks.reshape(shape: [2, 32, 40])])
      return try #require(try trace(recipe)["loss.clean"]).item()
    }
    let numbers = try Tensor(Self.classes(1))
    let found = try loss(numbers)
    #expect(try loss(numbers.to(.uint8)) == found)
    #expect(try loss(Tensor(Self.classes(2))) != found)
    #expect(try loss(.full(255, [2 * 32 * 40], dtype: .int64)) == 0)
  }

  private enum Bad: String, CaseIterable {
    case otherSize, otherCount, beyond, negative, floating, flat, channels

    func tensors() throws -> [String: Tensor] {
      var numbers = PixelTraceTests.classes(1)
      switch self {
      case .otherSize: return ["masks": try .zeros([2, 32, 32], dtype: .int64)]
      case .otherCount: return ["masks": try .zeros([1, 32, 40], dtype: .uint8)]
      case .beyond: numbers[32 * 40 + 3 * 40 + 7] = 5
      case .negative: numbers[4] = -1
      case .floating: return ["masks": try .zeros([2, 32, 40])]
      case .flat: return ["masks": try .zeros([2, 32 * 40], dtype: .int64)]
      case .channels: return ["images": try .zeros([2, 1, 32, 40])]
      }
      return ["masks": try Tensor(numbers).reshape(shape: [2, 32, 40])]
    }

    var text: String {
      switch self {
      case .otherSize: "images are [2, 3, 32, 40], masks are [2, 32, 32]"
      case .otherCount: "images are [2, 3, 32, 40], masks are [1, 32, 40]"
      case .beyond: "mask 1 has 5 in row 3, column 7; the network has 5 classes, and 255 is ignored"
      case .negative: "mask 0 has -1 in row 0, column 4"
      case .floating: "'masks' is float32 [2, 32, 40], expected is int64 or uint8 of 3 axes"
      case .flat: "expected is int64 or uint8 of 3 axes"
      case .channels: "images have 1 channels, the network takes 3"
      }
    }
  }

  @Test(arguments: Bad.allCases)
  private func `a bad batch is told with what is wrong`(bad: Bad) throws {
    try writeBatch(bad.tensors())
    let error = #expect(throws: TrainingError.self) { try trace(recipe("method=plain")) }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("\(batch) is not a batch for a trace: "))
    #expect(text.contains(bad.text), "\(text)")
  }

  @Test func `a batch of labels is none for pixels, and one of masks none for pictures`() throws {
    let images = try Tensor.zeros([2, 3, 32, 40])
    try save(["images": images, "labels": .zeros([2], dtype: .int64)], to: batch)
    let pixels = #expect(throws: TrainingError.self) { try trace(recipe()) }
    #expect(pixels?.description.contains("but no 'masks'") == true)
    let grey = try Tensor.zeros([2, 1, 28, 28])
    try writeBatch(["images": grey, "masks": .zeros([2, 28, 28], dtype: .int64)])
    let whole = try Recipe.named(
      "fashion-mnist-resnet20-plain", overrides: ["network.width=2", "threads=1"])
    let pictures = #expect(throws: TrainingError.self) { try trace(whole) }
    #expect(pictures?.description.contains("but no 'labels'") == true)
  }

  @Test func `a task without classes has no trace`() throws {
    var recipe = try recipe()
    recipe.task = .stylisation(StylisationSettings())
    let error = #expect(throws: TrainingError.self) { try trace(recipe) }
    #expect(error?.description.contains("it is for classification and segmentation") == true)
  }
}

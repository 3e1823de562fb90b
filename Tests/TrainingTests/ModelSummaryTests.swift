import Networks
import Randomness
import Testing

@testable import Training

struct ModelSummaryTests {
  @Test func `a backbone is shown stage by stage with the decoder behind it`() throws {
    let summary = try ModelSummary(
      "resnet18", for: .segmentation(SegmentationSettings()), size: 65, channels: 3, classes: 7)
    let names = summary.stages.map(\.name)
    #expect(names.starts(with: ["input", "stem", "layer1", "layer2", "layer3", "layer4", "aspp"]))
    #expect(summary.stages.first?.shape == [3, 65, 65])
    #expect(summary.stages.first { $0.name == "layer1" }?.shape == [64, 17, 17])
    #expect(summary.stages.first { $0.name == "layer4" }?.shape == [512, 5, 5])
    #expect(summary.stages.last?.shape == [7, 65, 65])
    #expect(abs(summary.stages.map(\.share).reduce(0, +) - 1) < 1e-9)
    #expect(summary.stages.map(\.parameters).reduce(0, +) == summary.parameters)
    let store = ParameterStore(seed: Seed(1))
    var settings = NetworkSettings()
    settings.model = .resnet18
    _ = try settings.buildSegmentation(
      SegmentationSettings(), channels: 3, classes: 7,
      normalization: Normalization(mean: [0, 0, 0], deviation: [1, 1, 1]), Scope(store))
    #expect(summary.parameters == store.parameters.map(\.tensor.count).reduce(0, +))
  }

  @Test func `at output stride 8 the last stages leave twice as many rows, and cost more`() throws {
    func summary(_ stride: Int) throws -> ModelSummary {
      var settings = SegmentationSettings()
      settings.outputStride = stride
      return try ModelSummary(
        "resnet18", for: .segmentation(settings), size: 64, channels: 3, classes: nil)
    }
    let (coarse, fine) = try (summary(16), summary(8))
    #expect(coarse.stages.first { $0.name == "layer4" }?.shape == [512, 4, 4])
    #expect(fine.stages.first { $0.name == "layer4" }?.shape == [512, 8, 8])
    #expect(fine.multiplyAdds > 1.5 * coarse.multiplyAdds)
    #expect(fine.parameters == coarse.parameters)
    #expect(fine.stages.last?.shape == [21, 64, 64])
  }

  @Test func `a network for small pictures is no backbone, and others are named`() throws {
    let error = #expect(throws: TrainingError.self) {
      try ModelSummary(
        "resnet20", for: .segmentation(SegmentationSettings()), size: nil, channels: 3,
        classes: nil)
    }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("network 'resnet20': it is for small pictures, and no backbone"))
    #expect(text.contains("resnet18, ") && !text.contains("resnet56"))
  }

  @Test func `more classes than a byte tells apart are refused`() throws {
    let error = #expect(throws: TrainingError.self) {
      try ModelSummary(
        "resnet18", for: .segmentation(SegmentationSettings()), size: 64, channels: 3,
        classes: 256)
    }
    #expect(error?.description == "network 'resnet18': classes is 256, allowed is 1...255")
  }
}

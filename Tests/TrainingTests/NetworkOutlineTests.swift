import Networks
import Testing

@testable import Training

/// Networks by their tensors' names and shapes.
struct NetworkOutlineTests {
  private func find(_ weights: [String: [Int]], as config: ModelConfig) throws -> NetworkOutline {
    try NetworkOutline.find(weights, as: config, by: "its config", file: "it.safetensors")
  }

  @Test(arguments: [
    // The stem of an EfficientNet is rounded to multiples of 8 and does not tell its width.
    NarrowNetwork.config("tf_efficientnet_b0", width: 36),
    NarrowNetwork.config("tf_efficientnet_b2", width: 32),
    NarrowNetwork.config("resnet18", width: 8, stem: "small"), NarrowNetwork.config(width: 5),
  ])
  func `a config tells the width and stem of weights, and is not contradicted`(
    config: ModelConfig
  ) throws {
    let outline = try NetworkOutline(config)
    let found = try find(outline.required, as: config)
    #expect(found.settings.width == config.width && !found.isUsual)
    var other = config
    other.width = config.width == 32 ? 48 : 32
    #expect(throws: TrainingError.self) { try find(outline.required, as: other) }
  }

  @Test func `a config of another stem is refused with the tensors that tell`() throws {
    let weights = try NetworkOutline(NarrowNetwork.config("resnet18", width: 8, stem: "small"))
    let error = #expect(throws: TrainingError.self) {
      try find(weights.required, as: NarrowNetwork.config("resnet18", width: 8))
    }
    let text = "'conv1.weight' is [8, 1, 3, 3], expected [8, 1, 7, 7]"
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    NarrowNetwork.config("tf_efficientnet_b0", width: 32), NarrowNetwork.config(width: 16),
    NarrowNetwork.config("resnet18", width: 64, stem: "large"),
    NarrowNetwork.config("resnet50", width: nil),
  ])
  func `a network of the usual width and stem is so however it is told`(
    config: ModelConfig
  ) throws {
    let outline = try NetworkOutline(config)
    #expect(outline.isUsual)
    let guessed = try NetworkOutline.find(outline.required, called: nil, file: "it.safetensors")
    #expect(guessed.isUsual && guessed.required == outline.required)
    #expect(guessed.stem == outline.stem && guessed.head == outline.head)
  }
}

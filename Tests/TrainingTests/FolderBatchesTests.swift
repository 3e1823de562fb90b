import Foundation
import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

/// Batches of a folder beside those of torchvision's ImageFolder, Resize, CenterCrop and ToTensor.
struct FolderBatchesTests {
  private let golden: Golden
  private let folder: TemporaryFolder

  init() throws {
    golden = try Golden("folder_batches")
    folder = try TemporaryFolder()
    let classes = try JSONDecoder().decode(
      [String: [String]].self, from: Data(#require(golden.note("folder")).utf8))
    for (name, pictures) in classes {
      for picture in pictures {
        let file = URL(filePath: "\(Golden.folder)/pictures/\(picture)")
        try folder.write(Data(contentsOf: file), to: "\(name)/\(picture)")
      }
    }
  }

  private struct Case: Decodable {
    let size: Int
    let cropFraction: Double
    let interpolation: String
    let channels: Int?
    let upright: Bool?

    var overrides: [String] {
      [
        "data.size=\(size)", "data.cropFraction=\(cropFraction)",
        "data.interpolation=\(interpolation)", "data.channels=\(channels ?? 3)",
        "data.upright=\(upright ?? true)", "data.cropPadding=0", "data.flip=0",
      ]
    }
  }

  @Test(arguments: ["bilinear", "bicubic", "grey", "asStored"])
  func `a batch has torchvision's numbers, within a level`(name: String) throws {
    let note = try #require(golden.note(name))
    let overrides = try JSONDecoder().decode(Case.self, from: Data(note.utf8)).overrides
    let recipe = try Recipe.named(
      "folder-resnet20-plain", overrides: ["data.folder=\(folder.path)"] + overrides)
    try recipe.check()
    let parts = try recipe.data.parts(nil) { _, _ in }
    let set = try #require(parts.training)
    let network = try Session<Classification>(recipe, classes: set.classes).task.network
    // Without augmentation, training pictures are read as those that are judged.
    for reading in [recipe.data.reading, recipe.data.trainingReading] {
      let loader = Loader(
        set: set, reading: reading, transforms: try recipe.augmentation, batchSize: set.count,
        shuffles: false, seed: Seed(1))
      let pictures = try loader.epoch(0).next()
      let batch = try Batching(for: network)(#require(pictures))
      let expected = try golden["\(name).images"].to(.float32) / 255
      #expect(batch.images.shape == expected.shape)
      let away = try (batch.images - expected).abs().amax().item()
      #expect(away <= 1.0 / 255 + 1e-6, "\(away * 255) levels")
      #expect(try identical(batch.targets, golden["\(name).labels"]))
    }
  }
}

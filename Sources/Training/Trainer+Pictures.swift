import Pictures
import Randomness

// How a trainer's pictures are batched, and what it does about those left out of batches.

extension Trainer {
  /// What makes the batches of `recipe`'s training pictures.
  ///
  /// - Throws: `TrainingError.badRecipe` where there are too few pictures for a step.
  static func loader(
    _ recipe: Recipe, _ splits: PictureSplits, _ seed: Seed
  ) throws -> Loader {
    let data = recipe.data
    let hasMasks = data.collection.hasMasks
    let loader = Loader(
      set: splits.training, reading: hasMasks ? nil : data.trainingReading,
      maskedReading: data.trainingMaskedReading, common: hasMasks ? [] : data.cropping,
      transforms: try recipe.changes, views: try recipe.views,
      batchSize: recipe.batchSize, dropsLast: true, shuffles: true,
      damaged: recipe.data.damaged ?? .refuse, seed: seed / "pictures",
      threads: recipe.data.threads)
    guard loader.batches >= recipe.accumulate else {
      let batches = recipe.accumulate > 1 ? "accumulate is \(recipe.accumulate), " : ""
      throw TrainingError.badRecipe(
        name: recipe.name,
        problems: [
          "\(batches)batchSize is \(recipe.batchSize), only \(splits.training.count) pictures are "
            + "trained on"
        ])
    }
    return loader
  }

  /// Logs damaged pictures that were left out, and tells of those that it has not told of before.
  func noteSkipped(_ skipped: some Collection<SkippedPicture>, of pictures: String) throws {
    guard !skipped.isEmpty else { return }
    try log.add(
      SkippedEntry(
        epoch: state.epoch + 1, step: state.step, pictures: pictures, skipped: skipped.map(\.reason)
      )
    )
    for picture in skipped where told.insert(picture.reason).inserted {
      report(.notice("skipped: \(picture.reason)"))
    }
  }
}

/// One line of a run's log each time that damaged pictures were left out.
public struct SkippedEntry: Codable, Sendable {
  /// `skipped`.
  public var kind = "skipped"
  /// The epoch, counted from 1.
  public let epoch: Int
  /// How many steps the run had made.
  public let step: Int
  /// What the pictures were for: `training`, `validation`, or what is judged at the end.
  public let pictures: String
  /// What is wrong with each, which names its file.
  public let skipped: [String]
}

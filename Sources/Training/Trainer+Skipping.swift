import Pictures

// What a trainer does about pictures that were left out of batches.

extension Trainer {
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

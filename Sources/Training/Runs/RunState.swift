/// How far a run has come: what a checkpoint knows beside weights and velocities.
struct RunState: Codable, Equatable {
  /// How many epochs are done.
  var epoch = 0
  /// How many batches of the epoch under way are done.
  var batch = 0
  /// How many steps the run has made.
  var step = 0
  /// The sum of the losses of the epoch under way.
  var lossSum = 0.0
  /// The part of the held-out pictures that the best weights told right.
  var bestTop1: Double?
  /// The epoch of the best weights, counted from 1.
  var bestEpoch: Int?
  /// How many bytes of the log belong to it.
  var logLength: UInt64 = 0
  /// Whether the run has ended.
  var isDone = false
  /// What the numbers were made with; another libtorch or number of threads changes last digits.
  var engine = ""
  /// How many threads an operation used.
  var threads = 0

  /// Refuses what no run of so many epochs and batches can have come to.
  ///
  /// - Throws: `TrainingError.cannotResume`.
  func check(epochs: Int, batches: Int, _ path: String) throws {
    let isPossible =
      (0...epochs).contains(epoch) && (0...batches).contains(batch)
      && step == epoch * batches + batch
    guard isPossible else {
      throw TrainingError.cannotResume(
        path,
        reason: "its state.json tells of epoch \(epoch), batch \(batch), step \(step); its "
          + "recipe.yaml has \(epochs) epochs of \(batches) batches. Undo what was changed")
    }
  }
}

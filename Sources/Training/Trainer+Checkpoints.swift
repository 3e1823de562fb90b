import Pictures
import Torch

// How a trainer writes checkpoints, and goes on from one.

extension Trainer {
  /// Begins to write where the run is as its last checkpoint, and as its best one.
  ///
  /// Training may go on at once.
  ///
  /// - Throws: what writing the checkpoint before threw.
  func writeCheckpoint(isBest: Bool = false) throws {
    let clock = Stopwatch()
    try noteCheckpoint(writer.wait())
    state.logLengths = try log.lengths
    state.engine = Engine.version
    state.threads = Engine.threads
    state.recipe = try session.recipe.yaml()
    let image = try Checkpoint(
      weights: session.weights, optimizer: learner.state,
      averages: learner.average?.weights, state: state
    ).image(Task.config(of: session.recipe, classes: splits.training.classes))
    try writer.add(image, isBest: isBest, flushing: log.paths)
    beingWritten = (state, clock.seconds)
  }

  /// Writes where the run is unless the last checkpoint has it, and waits until it is whole.
  func writeCheckpointAndWait() throws {
    if !isWritten { try writeCheckpoint() }
    try noteCheckpoint(writer.wait())
  }

  /// Tells of a checkpoint that became whole after so many seconds, if one did.
  func noteCheckpoint(_ seconds: Double?) {
    guard let seconds, let (state, held) = beingWritten else { return }
    report(.checkpoint(step: state.step, held: held, written: seconds))
  }

  /// Whether the last checkpoint, whole or under way, is of this very moment.
  private var isWritten: Bool {
    guard let written = beingWritten?.state else { return false }
    return (written.epoch, written.batch, written.step) == (state.epoch, state.batch, state.step)
      && written.isDone == state.isDone
  }

  /// The checkpoint that a resumed run goes on from; `nil` where it never came to one.
  static func checkpoint(
    in folder: RunFolder, for recipe: Recipe, _ classes: [String],
    report: (TrainingEvent) -> Void
  ) throws -> Checkpoint? {
    guard folder.hasProgress else {
      report(.notice("the run ended before its first checkpoint and begins anew"))
      return nil
    }
    let checkpoints = folder.checkpoints(kept: recipe.checkpointsKept)
    var (name, checkpoint) = try checkpoints.newestWhole { report(.notice($0)) }
    let begun = try Recipe(yaml: checkpoint.state.recipe, name: checkpoints.place(name))
    try folder.require(recipe.deciding, sameAs: begun.deciding)
    try requireClasses(classes, ofWeights: checkpoints.place(name))
    if try !checkpoints.settleBest(for: checkpoint.state, from: name) {
      report(
        .notice(
          "the best weights, of step \(checkpoint.state.bestStep ?? 0), are not there or torn; "
            + "the best is looked for among those to come"))
      (checkpoint.state.bestEpoch, checkpoint.state.bestStep) = (nil, nil)
      checkpoint.state.bestMerit = nil
    }
    return checkpoint
  }

  /// Tells where numbers can differ from those of the run's beginning.
  func noteEngine() throws {
    if state.threads > 0, state.threads != Engine.threads || state.engine != Engine.version {
      report(
        .notice(
          "the run began with libtorch \(state.engine) and \(state.threads) threads, it goes on "
            + "with \(Engine.version) and \(Engine.threads): last digits can differ"))
    }
    if session.recipe.precision == .bf16, session.task.network.device.kind == .cpu,
      !Processor.hasBF16
    {
      report(
        .notice(
          "this processor has no bf16 instructions (avx512_bf16, amx_bf16): precision=fp32 is "
            + "\(Processor.hasAVX512 ? "about twice" : "many times") as fast here"))
    }
  }
}

extension Recipe {
  /// The settings that decide what a run comes to; others may be changed while it pauses, as may the
  /// places of files.
  var deciding: Recipe {
    var recipe = self
    let usual = Recipe()
    recipe.about = usual.about
    recipe.data.folder = usual.data.folder
    recipe.data.classFile = usual.data.classFile
    recipe.method = method.changingFiles { _, _ in "" }
    recipe.data.threads = usual.data.threads
    recipe.device = usual.device
    recipe.threads = usual.threads
    recipe.checkpointEvery = usual.checkpointEvery
    recipe.checkpointsKept = usual.checkpointsKept
    return recipe
  }
}

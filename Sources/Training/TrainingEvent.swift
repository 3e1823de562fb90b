/// What happens in a run, as it happens.
public enum TrainingEvent {
  /// Steps are about to be made: of `steps` in all, `done` are done already.
  case begins(steps: Int, done: Int)
  /// A step was made; `entry` where it was logged.
  case step(Int, loss: Double, entry: StepEntry?)
  /// Pictures are being judged: `done` of `count`.
  case judging(String, done: Int, of: Int)
  /// An epoch ended.
  case epoch(EpochEntry)
  /// The run ended.
  case final(FinalEntry)
  /// Something a person should know.
  case notice(String)
}

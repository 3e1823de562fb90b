import Pictures

/// What happens in a run, as it happens.
public enum TrainingEvent {
  /// Something is done that may take a while, before the first step.
  case preparing(String)
  /// The pictures at a place are being looked for.
  case scanning(String, ScanProgress)
  /// Steps are about to be made.
  case begins(RunPlan)
  /// A step was made; `entry` where it was logged.
  case step(Int, loss: Double, time: StepTime, entry: StepEntry?)
  /// Pictures are being judged: `done` of `count`.
  case judging(String, done: Int, of: Int)
  /// The pictures held out were judged within an epoch.
  case validation(ValidationEntry)
  /// An epoch ended.
  case epoch(EpochEntry)
  /// The checkpoint of a step is whole: training stood still for `held` seconds while tensors were
  /// copied, and went on during the `written` seconds that it took to write them.
  case checkpoint(step: Int, held: Double, written: Double)
  /// The run ended.
  case final(FinalEntry)
  /// Something a person should know.
  case notice(String)
}

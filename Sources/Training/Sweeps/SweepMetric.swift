import Settings

/// A figure of a finished run that rows can be compared by.
public enum SweepMetric: String, Sendable, CaseIterable, Codable, SettingValue {
  /// Top-1 on the validation pictures after the last epoch.
  case validation = "validation.top1"
  /// Top-5 on the validation pictures after the last epoch.
  case validationTop5 = "validation.top5"
  /// The mean cross entropy on the validation pictures after the last epoch, in nats.
  case validationLoss = "validation.loss"
  /// The mean intersection over union on the validation pictures after the last epoch, of the classes of
  /// pixels.
  case validationIoU = "validation.miou"
  /// Top-1, or that mean, on the validation pictures after the epoch in which it was highest.
  case best
  /// Top-1, or that mean, of the judgement at the end, on the pictures as they are.
  case clean
  /// The same under Gaussian noise.
  case noise
  /// The same under the fast gradient sign method.
  case fgsm
  /// The same under a projected gradient attack.
  case pgd
  /// Of the decisions by shape or by texture, where the two conflict, the part by shape.
  case shapeBias = "shape-bias"

  /// Whether a larger one is better.
  var isBetterLarger: Bool { self != .validationLoss }

  /// Whether it is a part of pictures, shown as a percentage.
  var isPart: Bool { self != .validationLoss }

  /// Whether it is what a task is judged by on the validation pictures.
  var isOfValidation: Bool { self == .validation || self == .validationIoU }

  /// Whether it is of the judgement at a run's end.
  var isOfEnd: Bool { [.clean, .noise, .fgsm, .pgd, .shapeBias].contains(self) }

  /// What a run came to; `nil` where it was not judged so.
  func value(of run: RunRecord) -> Double? {
    guard let final = run.final else { return nil }
    let last = run.epochs.last?.validation
    switch self {
    case .validation: return last?.top1
    case .validationTop5: return last?.top5
    case .validationLoss: return last?.loss
    case .validationIoU: return last?.pixels?.meanIoU
    case .best: return run.bestOnValidation?.share
    case .clean, .noise, .fgsm, .pgd: return final.last[rawValue]?.share
    case .shapeBias: return final.last["conflict"]?.cues?.shapeBias
    }
  }
}

extension SweepMetric {
  /// Why runs of `recipe` never come to this figure; `nil` where they do.
  func whyNever(by recipe: Recipe) -> String? {
    guard isOf(recipe.task) else { return "its task is \(recipe.task.name)" }
    let evaluation = recipe.evaluation
    switch self {
    case .noise where evaluation.noise == nil: return "evaluation.noise is not set"
    case .fgsm where evaluation.fgsm == nil: return "evaluation.fgsm is not set"
    case .pgd where evaluation.pgd == nil: return "evaluation.pgd is not set"
    case .shapeBias where evaluation.conflict == nil: return "evaluation.conflict is not set"
    default: return nil
    }
  }

  /// Whether a network of `task` can be judged by it.
  private func isOf(_ task: TaskSettings) -> Bool {
    switch task {
    case .classification: self != .validationIoU
    case .segmentation: ![.validation, .validationTop5, .shapeBias].contains(self)
    case .stylisation: self == .validationLoss
    }
  }
}

extension TaskSettings {
  /// What rows of a sweep are chosen by where nothing is said.
  var sweepMetric: SweepMetric {
    switch self {
    case .classification: .validation
    case .segmentation: .validationIoU
    case .stylisation: .validationLoss
    }
  }
}

import Adversary
import Networks

extension Recipe {
  /// What a task lacks, or would ignore; a line for each.
  var taskProblems: [String] {
    guard case .stylisation(let settings) = task else { return [] }
    var problems: [String] = []
    func unused(_ isSet: Bool, _ key: String, _ reason: String) {
      if isSet { problems.append("\(key): \(reason); leave it out") }
    }
    if initialWeights == nil {
      problems.append(
        "task.stylisation: the encoder's weights are not given; init names their file")
    }
    unused(method != .plain, "method", "a decoder learns from pictures as they are")
    unused(mixing != nil, "mixing", "a decoder learns from pictures as they are")
    unused(labelSmoothing > 0, "labelSmoothing", "a decoder learns from no classes")
    unused(!freeze.isEmpty, "freeze", "the encoder never learns, the decoder is one stage")
    unused(network.recompute, "network.recompute", "the decoder is one stage")
    let usual = EvaluationSettings()
    let judged: [(String, Bool)] = [
      ("noise", evaluation.noise != nil && evaluation.noise != usual.noise),
      ("fgsm", evaluation.fgsm != nil && evaluation.fgsm != usual.fgsm),
      ("pgd", evaluation.pgd != nil), ("conflict", evaluation.conflict != nil),
      ("choices", evaluation.choices != usual.choices),
    ]
    for (key, isSet) in judged { unused(isSet, "evaluation.\(key)", "it is for classifiers") }
    if settings.encoder == .vgg19 {
      unused(network != NetworkSettings(), "network", "the encoder is VGG-19")
      if data.pictureShape[0] != 3 {
        problems.append("task.stylisation.encoder: VGG-19 takes pictures of 3 channels")
      }
    }
    return problems
  }
}

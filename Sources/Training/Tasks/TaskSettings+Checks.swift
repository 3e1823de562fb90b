import Adversary
import Networks
import Settings

extension Recipe {
  /// What a task lacks, or would ignore; a line for each.
  var taskProblems: [String] {
    var problems = setProblems
    switch task {
    case .classification: problems += stylingProblems
    case .segmentation: problems += segmentationProblems
    case .stylisation(let settings): problems += stylisationProblems(settings)
    }
    return problems
  }

  /// Where pictures cannot be drawn in another style.
  private var stylingProblems: [String] {
    guard case .shapeTexture(let settings) = method, case .adain = settings.style,
      data.pictureShape[0] != 3
    else { return [] }
    return ["method.shape-texture.style.adain: VGG-19 takes pictures of 3 channels"]
  }

  /// What only goes with masks where there are none, or lacks them.
  private var setProblems: [String] {
    let isSegmentation = task.name == Segmentation.name
    var problems: [String] = []
    if isSegmentation != data.collection.hasMasks {
      let sets = DataSettings.Collection.allCases.filter { $0.hasMasks == isSegmentation }
      problems.append(
        "data.set is \(data.collection.rawValue), task is \(task.name): its sets are "
          + sets.map(\.rawValue).joined(separator: ", "))
    }
    guard !isSegmentation else { return problems }
    if evaluation.scales != [1] || evaluation.flips {
      problems.append("evaluation.scales and evaluation.flips are for task: segmentation")
    }
    if case .afan(let afan) = method, afan.skips == .detached {
      problems.append("method.afan.skips is for task: segmentation, whose decoder reads skips")
    }
    return problems
  }

  /// What telling the classes of pixels would ignore, or cannot do.
  private var segmentationProblems: [String] {
    var problems: [String] = []
    func refuse(_ isSet: Bool, _ key: String, _ reason: String) {
      if isSet { problems.append("\(key): \(reason)") }
    }
    refuse(network.model.isForCIFAR, "network.model", "a backbone is a network for photographs")
    refuse(network.stem == .small, "network.stem", "a backbone has the paper's stem; leave it out")
    refuse(network.dropout != nil, "network.dropout", "it is before a classifier's last layer")
    refuse(mixing != nil, "mixing", "pictures with masks are not mixed")
    refuse(labelSmoothing > 0, "labelSmoothing", "it is for classes of whole pictures")
    refuse(method.settings.viewCount > 0, "method", "pictures with masks have no further views")
    switch method {
    case .shapeTexture, .momentExchange:
      problems.append("method: it mixes the classes of pictures, which pixels have not in common")
    default: break
    }
    refuse(evaluation.scales.isEmpty, "evaluation.scales", "it has no size to be told at; give [1]")
    refuse(
      evaluation.choices != .all, "evaluation.choices", "pixels are told among all classes")
    return problems
  }

  private func stylisationProblems(_ settings: StylisationSettings) -> [String] {
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

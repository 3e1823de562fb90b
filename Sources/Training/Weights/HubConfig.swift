import Foundation
import Pictures

/// The `config.json` that timm writes for the Hugging Face hub.
struct HubConfig: Codable, Hashable {
  var architecture: String
  var numClasses: Int?
  var numFeatures: Int?
  var labelNames: [String]?
  var pretrainedCfg: Pretrained
  /// What timm does not know of weights that Spar made; timm passes it over.
  var spar: ModelConfig?

  /// How pictures become inputs.
  struct Pretrained: Codable, Hashable {
    var inputSize: [Int]
    var mean: [Double]
    var std: [Double]
    var interpolation: String?
    var cropPct: Double?
    var cropMode: String?
    var numClasses: Int?
    var classifier: String?
    var firstConv: String?
    var licence: String?

    private enum CodingKeys: String, CodingKey {
      case inputSize = "input_size"
      case mean, std, interpolation, classifier
      case cropPct = "crop_pct"
      case cropMode = "crop_mode"
      case numClasses = "num_classes"
      case firstConv = "first_conv"
      case licence = "license"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case architecture, spar
    case numClasses = "num_classes"
    case numFeatures = "num_features"
    case labelNames = "label_names"
    case pretrainedCfg = "pretrained_cfg"
  }

  /// What timm is to know of weights that `config` tells of.
  init(_ config: ModelConfig, features: Int, head: String, stem: String) {
    architecture = config.architecture
    numClasses = config.outputs
    numFeatures = features
    labelNames = config.classes.count == config.outputs ? config.classes : nil
    let height = Double(config.inputShape[1])
    let side = config.preprocessing.shorterSide
    pretrainedCfg = Pretrained(
      inputSize: config.inputShape, mean: config.mean, std: config.deviation,
      interpolation: config.preprocessing.resampling.rawValue,
      cropPct: side.map { Self.part(of: $0, height) } ?? 1,
      cropMode: side == nil ? "squash" : "center", numClasses: config.outputs, classifier: head,
      firstConv: stem)
    spar = config
  }

  /// The part of `side` that `height` is, such that timm finds `side` in it: it rounds down.
  private static func part(of side: Int, _ height: Double) -> Double {
    var part = height / Double(side)
    if Int((height / part).rounded(.down)) < side { part = part.nextDown }
    return part
  }

  /// Where what Spar added tells otherwise than what timm reads, each in words.
  var problems: [String] {
    guard let spar else { return [] }
    var problems: [String] = []
    func compare<Value: Equatable>(_ key: String, _ timm: Value, _ own: Value) {
      if timm != own { problems.append("\(key) is \(timm), but \(own) under 'spar'") }
    }
    compare("architecture", architecture, spar.architecture)
    compare("num_classes", numClasses ?? spar.outputs, spar.outputs)
    compare("pretrained_cfg.input_size", pretrainedCfg.inputSize, spar.inputShape)
    compare("pretrained_cfg.mean", pretrainedCfg.mean, spar.mean)
    compare("pretrained_cfg.std", pretrainedCfg.std, spar.deviation)
    return problems
  }

  /// The same as Spar's own config.
  var config: ModelConfig {
    if let spar { return spar }
    let outputs = numClasses ?? pretrainedCfg.numClasses ?? labelNames?.count ?? 0
    let shape = pretrainedCfg.inputSize
    var preprocessing = Preprocessing()
    // What is not said is what timm takes it for.
    preprocessing.resampling = pretrainedCfg.interpolation.flatMap(Resampling.init) ?? .bicubic
    let said = pretrainedCfg.cropPct ?? 0
    let part = said > 0 ? said : 0.875
    if shape.count == 3, pretrainedCfg.cropMode != "squash" {
      let side = Double(shape[1]) / part
      preprocessing.shorterSide = (1..<1e6).contains(side) ? Int(side) : nil
    }
    let numbers = (0..<min(max(outputs, 0), 1_000_001)).map(String.init)
    return ModelConfig(
      // On the hub a name may have the weights' tag behind it: tf_efficientnet_b0.ap_in1k.
      architecture: String(architecture.prefix { $0 != "." }), classes: labelNames ?? numbers,
      outputs: outputs, inputShape: shape, mean: pretrainedCfg.mean,
      deviation: pretrainedCfg.std, preprocessing: preprocessing)
  }
}

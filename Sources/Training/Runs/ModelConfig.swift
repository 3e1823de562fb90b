import Foundation
import Networks
import Pictures
import Settings
import Torch

/// What weights are the weights of: all that is needed to use them without the recipe.
///
/// It lies beside them in a checkpoint, as `config.json`.
public struct ModelConfig: Codable, Hashable, Sendable {
  /// The network, such as `resnet20`.
  public var architecture: String
  /// What it does where it does not tell classes of pictures: `segmentation`, `stylisation`.
  public var task: String?
  /// The stage of an encoder whose features pictures are drawn of.
  public var stage: String?
  /// How many pixels the last maps of a backbone have one for, along each side.
  public var outputStride: Int?
  /// Whether the decoder behind a backbone is of depthwise separable convolutions; `nil` for no.
  public var separable: Bool?
  /// The colours of the classes of pixels: red, green and blue, 0...255.
  public var colours: [[UInt8]]?
  /// The channels of its first stage; `nil` for the paper's.
  public var width: Int?
  /// How it meets its pictures, `large` or `small`, where there is a choice.
  public var stem: String?
  /// How many sets every batch norm has beside the main one, at most `AuxiliaryName.mostBranches`.
  public var auxiliaryBranches: Int
  /// The names of the classes, in the order of the outputs.
  public var classes: [String]
  /// How many outputs there are; those beyond `classes` were never trained.
  public var outputs: Int
  /// The channels, rows and columns of the pictures it takes.
  public var inputShape: [Int]
  /// The mean of each channel, of pictures in 0...1.
  public var mean: [Double]
  /// The deviation that each channel is divided by.
  public var deviation: [Double]
  /// How a picture of any size becomes one of `inputShape`.
  public var preprocessing: Preprocessing
  /// The number formats it was trained in: `fp32`, `bf16` or `fp64`; the first where that is not
  /// known.
  public var precision: String

  /// More outputs than any network has.
  static let mostOutputs = 1_000_000

  /// What a recipe's weights are, whose classes are called `classes`.
  public init(_ recipe: Recipe, classes: [String]) {
    let normalization = recipe.normalization
    architecture = recipe.network.model.rawValue
    width = recipe.network.width
    stem = recipe.network.stem?.rawValue
    auxiliaryBranches = recipe.method.settings.auxiliaryBranches
    self.classes = classes
    outputs = recipe.network.classes ?? classes.count
    inputShape = recipe.data.pictureShape
    mean = normalization.mean
    deviation = normalization.deviation
    preprocessing = Preprocessing(recipe.data)
    precision = recipe.precision.rawValue
  }

  /// What weights are that were not trained here.
  init(
    architecture: String, width: Int? = nil, stem: String? = nil, auxiliaryBranches: Int = 0,
    classes: [String], outputs: Int, inputShape: [Int], mean: [Double], deviation: [Double],
    preprocessing: Preprocessing
  ) {
    self.architecture = architecture
    self.width = width
    self.stem = stem
    self.auxiliaryBranches = auxiliaryBranches
    self.classes = classes
    self.outputs = outputs
    self.inputShape = inputShape
    self.mean = mean
    self.deviation = deviation
    self.preprocessing = preprocessing
    precision = Precision.fp32.rawValue
  }

  /// Reads and checks the file at `path`, one of Spar's or one that timm wrote for the Hugging Face
  /// hub; `expected` is the task that the weights are to be of.
  ///
  /// - Throws: `TrainingError.cannotRead` with all that is wrong in it.
  public init(file path: String, of expected: String = Classification.name) throws {
    try self.init(file: path, ofAny: [expected])
  }

  /// The same of weights that are of one of several tasks.
  init(file path: String, ofAny expected: [String]) throws {
    let form: ConfigForm = try readJSON(path)
    let hub: HubConfig? = try form.isOfHub ? readJSON(path) : nil
    self = try hub?.config ?? readJSON(path)
    let problems = (hub?.problems ?? []) + problems
    guard problems.isEmpty else {
      throw TrainingError.cannotRead(path, cause: problems.joined(separator: "; "))
    }
    let found = task ?? Classification.name
    guard expected.contains(found) else {
      throw TrainingError.cannotRead(
        path,
        cause: "its weights are of \(found), expected is \(expected.joined(separator: " or "))")
    }
  }

  /// What an output is called; one that no class was trained for has a number.
  public func name(ofOutput index: Int) -> String {
    classes.indices.contains(index) ? classes[index] : "class \(index)"
  }

  /// The network with parameters from `scope`.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` where its store was given weights of another network.
  func build(_ scope: Scope) throws -> Network<ClassifierState> {
    try network.build(
      channels: inputShape[0], classes: outputs,
      normalization: Normalization(mean: mean, deviation: deviation), scope)
  }

  /// The network's settings, as far as its tensors depend on them.
  var network: NetworkSettings {
    var settings = NetworkSettings()
    settings.model = NetworkSettings.Model(rawValue: architecture) ?? settings.model
    settings.width = width
    settings.stem = stem.flatMap(ResNetStem.init)
    return settings
  }

  /// What cannot be, each in words.
  private var problems: [String] {
    let known =
      NetworkSettings.Model.allCases.map(\.rawValue) + (task == nil ? [] : [Self.vgg19])
    var problems: [String] = []
    func require(_ isRight: Bool, _ problem: @autoclosure () -> String) {
      if !isRight { problems.append(problem()) }
    }
    let guess = nearest(to: architecture, among: known).map { "; did you mean \($0)?" } ?? ""
    require(known.contains(architecture), "no network is called '\(architecture)'\(guess)")
    require(
      stem.map { ResNetStem(rawValue: $0) != nil } ?? true, "'\(stem ?? "")' is no stem")
    require(Precision(rawValue: precision) != nil, "'\(precision)' is no precision")
    let widths = network.model.leastWidth...4_096
    require(
      width.map(widths.contains) ?? true,
      "width is \(width ?? 0), allowed is \(widths.lowerBound)...\(widths.upperBound)")
    require(
      (0...AuxiliaryName.mostBranches).contains(auxiliaryBranches),
      "auxiliaryBranches is \(auxiliaryBranches), allowed is 0...\(AuxiliaryName.mostBranches)")
    require(!classes.isEmpty || task != nil, "it has no classes")
    require(
      task == nil || (task == Stylisation.name && stage != nil)
        || (task == Segmentation.name && [8, 16].contains(outputStride)),
      "'\(task ?? "")' is no task whose weights are known, or its stage or outputStride is missing")
    require(
      task != Segmentation.name || network.model.isBackbone,
      "architecture is \(architecture), which is no backbone for classes of pixels")
    require(
      task != Segmentation.name || (1...255).contains(outputs),
      "outputs is \(outputs), allowed is 1...255 for classes of pixels")
    require(
      (colours ?? []).allSatisfy { $0.count == 3 }, "a colour of colours is not of 3 numbers")
    require(
      outputs >= classes.count, "\(outputs) outputs are too few for \(classes.count) classes")
    require(
      outputs <= Self.mostOutputs, "outputs is \(outputs), allowed is 1...\(Self.mostOutputs)")
    let sides = inputShape.dropFirst()
    let isShape = inputShape.count == 3 && sides.allSatisfy((1...65_536).contains)
    require(
      isShape && [1, 3].contains(inputShape.first),
      "inputShape is \(inputShape), expected is 1 or 3 channels, rows and columns")
    for (key, values) in [("mean", mean), ("deviation", deviation)] {
      require(
        values.count == inputShape.first,
        "\(key) has \(values.count) numbers, the pictures \(inputShape.first ?? 0) channels")
    }
    require(deviation.allSatisfy { $0 > 0 }, "deviation is \(deviation), each must be above 0")
    return problems + preprocessing.problems
  }
}

/// Tells whose `config.json` one is.
private struct ConfigForm: Decodable {
  let isOfHub: Bool

  private enum CodingKeys: String, CodingKey { case pretrained = "pretrained_cfg" }

  init(from decoder: any Decoder) throws {
    isOfHub = try decoder.container(keyedBy: CodingKeys.self).contains(.pretrained)
  }
}

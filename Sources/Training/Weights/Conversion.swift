import Foundation
import Networks
import Settings
import Torch

/// Weights of one form written in another.
public struct Conversion {
  /// What is asked for.
  public struct Options {
    /// The weights averaged over steps, or the others; `nil` for the averaged ones where there are
    /// some.
    public var averaged: Bool?
    /// Whether the auxiliary branches of batch norms are left out.
    public var stripsAuxiliary = false
    /// The network; `nil` for what a config or the tensors' names tell.
    public var architecture: String?
    /// What the weights were trained by, where no config tells.
    public var recipe: Recipe?
    /// Whether what is at the output is replaced.
    public var overwrites = false

    /// The averaged weights where there are some, all branches, nothing replaced.
    public init() {}
  }

  /// The file that the weights are from.
  public let file: String
  /// The network that they are of.
  public let architecture: String
  /// How many classes it tells apart.
  public let classes: Int
  /// How many tensors were written.
  public let count: Int
  /// What a person should know, each a sentence.
  public private(set) var notices: [String]

  /// Reads the weights at `input`, a file of safetensors or `torch.save`, or the folder of a
  /// checkpoint, a run or the hub, and writes them to `output`.
  ///
  /// Where that ends in `.safetensors` it is a file; else it is a folder as timm writes them for the
  /// Hugging Face hub: `config.json`, `model.safetensors`, `README.md`.
  ///
  /// - Throws: what reading weights throws; `TrainingError.cannotRead` where they are of no network,
  ///   or a config contradicts them; `.cannotWrite`.
  public init(_ input: String, to output: String, _ options: Options = Options()) throws {
    try Self.requireRoom(output, overwrites: options.overwrites)
    file = try Self.file(input, averaged: options.averaged)
    var weights = try NamedWeights(file: file, averaged: options.averaged)
    notices = weights.notes
    let stripped = options.stripsAuxiliary ? weights.stripAuxiliary() : 0
    if stripped > 0 { notices.append("\(stripped) tensors of auxiliary batch norms left out") }
    try Self.requireClassifier(weights, file)
    let config = try options.recipe.map(Predictor.config) ?? Self.config(beside: file)
    let outline = try Self.outline(weights.tensors.mapValues(\.shape), config, options, file: file)
    architecture = outline.settings.model.rawValue
    classes = outline.classes
    count = weights.tensors.count
    if output.hasSuffix(".safetensors") {
      try save(weights.tensors, metadata: ["format": "pt"], to: output)
    } else {
      let run = RunOfWeights(file, lacksBranches: stripped > 0)
      try writeFolder(weights, config, outline, run, from: input, to: output)
    }
  }

  private static func requireClassifier(_ weights: NamedWeights, _ file: String) throws {
    guard weights.tensors.keys.contains(where: { $0.hasPrefix("classifier.aspp.") }) else { return }
    throw TrainingError.cannotRead(
      file,
      cause: "these are weights of a DeepLabV3+, which are not converted: init and --weights read "
        + "them as they are, and a checkpoint's model.safetensors has the names of VainF's code")
  }

  private mutating func writeFolder(
    _ weights: NamedWeights, _ config: ModelConfig?, _ outline: NetworkOutline,
    _ run: RunOfWeights?, from input: String, to output: String
  ) throws {
    guard var config else {
      throw TrainingError.cannotRead(
        file,
        cause: "no config.json beside it tells which pictures and classes it is for, which the "
          + "folder is to say; name the recipe it was trained by (--recipe)")
    }
    config.auxiliaryBranches = weights.auxiliaryBranches
    if weights.auxiliaryBranches > 0 {
      notices.append(
        "timm knows no auxiliary batch norms and refuses them; --strip-auxiliary leaves them out")
    }
    try HubFolder(config: config, outline: outline, source: input, run: run)
      .write(weights.tensors, to: output)
  }

  /// Checks that nothing is lost where the output is to be.
  private static func requireRoom(_ output: String, overwrites: Bool) throws {
    guard !FileManager.default.fileExists(atPath: "\(output)/\(Manifest.name)") else {
      throw TrainingError.cannotWrite(
        output, cause: "it is a run's checkpoint, which nothing may change; name another folder")
    }
    guard !overwrites else { return }
    let files = FileManager.default
    let inside = try? files.contentsOfDirectory(atPath: output)
    guard files.fileExists(atPath: output), inside != [] else { return }
    throw TrainingError.cannotWrite(output, cause: "it is there already; --overwrite replaces it")
  }

  /// The file of weights that `input` stands for.
  private static func file(_ input: String, averaged: Bool?) throws -> String {
    let found = try WeightsFile.find(input)
    guard averaged == false, found != input, WeightsFile.isAverage(found) else { return found }
    return WeightsFile.place(of: WeightsFile.name, beside: found)
  }

  private static func config(beside file: String) throws -> ModelConfig? {
    try WeightsFile.config(beside: file).map { try ModelConfig(file: $0) }
  }

  /// The network that the weights are of, which a config must not contradict.
  private static func outline(
    _ weights: [String: [Int]], _ config: ModelConfig?, _ options: Options, file: String
  ) throws -> NetworkOutline {
    guard let config else {
      return try .find(weights, called: options.architecture, file: file)
    }
    let teller = options.recipe == nil ? "its config" : "the recipe"
    if let asked = options.architecture, asked != config.architecture {
      throw TrainingError.cannotRead(
        file, cause: "the network is \(config.architecture) by \(teller), not \(asked)")
    }
    return try .find(weights, as: config, by: teller, file: file)
  }
}

extension Recipe {
  /// What a person should know of the weights that the recipe starts from: that they were trained on
  /// pictures prepared otherwise.
  func notesOnStart() throws -> [String] {
    let isSegmentation = task.name == Segmentation.name
    let tasks = [Classification.name] + (isSegmentation ? [Segmentation.name] : [])
    return try initialWeights.map { try notes(onWeights: $0, ofAny: tasks) } ?? []
  }

  /// The same of the weights at `path`, which are of one of `tasks`; nothing where no config lies beside
  /// them, and where one does that cannot be read, this alone.
  func notes(onWeights path: String, ofAny tasks: [String]) throws -> [String] {
    let file = try WeightsFile.find(path)
    guard let place = WeightsFile.config(beside: file) else { return [] }
    let config: ModelConfig
    do {
      config = try ModelConfig(file: place, ofAny: tasks)
    } catch let error as TrainingError {
      return ["how pictures are prepared for \(file) is not known: \(error)"]
    }
    var differing: [String] = []
    func compare<Value: Equatable>(_ what: String, _ theirs: Value, _ ours: Value) {
      if theirs != ours { differing.append("\(what) \(theirs), here \(ours)") }
    }
    compare("mean", config.mean, normalization.mean)
    compare("deviation", config.deviation, normalization.deviation)
    var notes: [String] = []
    if case .segmentation(let settings) = task {
      // The classes of pixels are told of pictures of any size.
      if let stride = config.outputStride, stride != settings.outputStride {
        notes.append(
          "\(file) was trained with output stride \(stride) (config.json), here it is "
            + "\(settings.outputStride): task.segmentation.outputStride=\(stride) is as it was")
      }
    } else {
      compare("pictures of", config.inputShape, data.pictureShape)
      let (theirs, ours) = (config.preprocessing, Preprocessing(data))
      compare("resized by", theirs.resampling.rawValue, ours.resampling.rawValue)
      func size(_ preprocessing: Preprocessing) -> String {
        preprocessing.shorterSide.map { "a shorter side of \($0)" } ?? "the input's size"
      }
      compare("resized to", size(theirs), size(ours))
    }
    guard !differing.isEmpty else { return notes }
    return notes + [
      "\(file) was trained on pictures prepared otherwise (config.json): "
        + differing.joined(separator: "; ")
        + ". Set network.mean, network.deviation, data.size, data.interpolation and data.cropFraction "
        + "as they were, unless the difference is meant"
    ]
  }
}

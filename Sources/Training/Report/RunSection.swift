/// What a run is: the card at the page's top.
struct RunSection: Sendable {
  /// A name and its value.
  struct Fact: Sendable {
    let name: String
    let value: String
  }

  let number: Int
  let name: String
  let about: String
  /// Whether it has come to its end.
  let isDone: Bool
  let state: String
  let facts: [Fact]

  /// The card of run `number`, counted from 0.
  init(_ run: RunRecord, _ name: String, _ number: Int) {
    let recipe = run.recipe
    self.number = number % 8
    self.name = name
    about = recipe.about
    isDone = run.final != nil
    state = Self.state(run)
    facts =
      Self.facts(recipe) + (run.origin.map { Self.facts($0, recipe) } ?? [])
      + [Fact(name: "Folder", value: run.path)]
  }

  private static func facts(_ recipe: Recipe) -> [Fact] {
    [
      Fact(name: "Recipe", value: recipe.name),
      Fact(
        name: "Learns",
        value: "\(recipe.data.collection.rawValue) with \(recipe.learner)"),
      Fact(name: "Method", value: recipe.method.words),
      Fact(name: "Seed", value: "\(recipe.seed)"),
      Fact(name: "Precision", value: "\(recipe.precision.rawValue) on \(recipe.device)"),
    ]
  }

  private static func facts(_ origin: RunOrigin, _ recipe: Recipe) -> [Fact] {
    [
      Fact(name: "Command", value: origin.commandLine),
      Fact(name: "Versions", value: "Spar \(origin.spar), libtorch \(origin.libtorch)"),
      Fact(
        name: "Machine",
        value: "\(origin.processor), \(origin.cores) cores, "
          + "threads: \(recipe.threads ?? origin.threads); \(origin.system)"),
      Fact(name: "Begun", value: origin.began),
    ]
  }

  private static func state(_ run: RunRecord) -> String {
    if let final = run.final {
      return "finished: \(run.allEpochs) epochs, \(grouped(final.step)) steps"
    }
    let step = max(run.steps.last?.step ?? 0, run.epochs.last?.step ?? 0)
    let epochs = "\(run.epochs.last?.epoch ?? 0)"
    let done =
      run.recipe.steps.map { "\(epochs) epochs, \(grouped(step)) of \(grouped($0)) steps" }
      ?? "\(epochs) of \(run.allEpochs) epochs, \(grouped(step)) steps"
    return run.isUnderWay ? "under way: \(done)" : "stopped before its end: \(done)"
  }
}

extension Recipe {
  /// What learns, in words.
  fileprivate var learner: String {
    let model = network.model.rawValue
    switch task {
    case .classification: return model
    case .segmentation(let settings):
      let decoder = settings.separable ? ", separable decoder" : ""
      return "DeepLabV3+ over \(model), output stride \(settings.outputStride)\(decoder)"
    case .stylisation(let settings):
      switch settings.encoder {
      case .vgg19: return "a decoder of styles behind VGG-19"
      case .network(let encoder):
        return "a decoder of styles behind \(encoder.stage) of \(model)"
      }
    }
  }
}

extension Method {
  /// The method in words.
  fileprivate var words: String {
    switch self {
    case .plain: "plain"
    case .afan(let afan): "afan, features moved behind " + afan.stages.joined(separator: ", ")
    case .learnableAFAN(let afan):
      "afan with learned strengths, features moved behind " + afan.cuts.joined(separator: ", ")
    case .advProp(let method):
      (method.auxiliaryBranches == 0 ? "advprop, all through one batch norm" : "advprop")
        + (method.views.isEmpty ? "" : ", views of the pictures beside attacked ones")
    case .freeAdvProp: "free advprop, the first step along the clean pictures' slopes"
    case .fastAdvProp: "fast advprop"
    case .shapeTexture(let settings):
      "shape-texture, " + (settings.stages == ["input"] ? "pictures" : "features behind ")
        + (settings.stages == ["input"] ? " drawn by AdaIN" : settings.stages[0])
    case .momentExchange(let method): "moments exchanged behind \(method.stage)"
    case .adversarialTraining: "adversarial training, attacked pictures alone"
    case .augMix(let method): "augmix, pictures held against \(method.viewCount) views of each"
    }
  }
}

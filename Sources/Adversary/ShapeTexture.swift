import Networks
import Randomness
import Torch

/// Shape-texture debiased training: each batch is learned as it is, and once more with every picture
/// in the style of another, for both of their classes.
///
/// The picture's own class is its shape's, the other's its texture's. Stylised pictures have batch
/// norms of their own; evaluation uses the clean ones. Source: Li et al., 2021 (arXiv 2010.05981),
/// section 3.
public struct ShapeTexture: TrainingMethod {
  /// The weight of the loss on clean pictures; 0 or more.
  public var cleanWeight = 0.5
  /// The weight of the loss on stylised pictures; 0 or more.
  public var stylisedWeight = 0.5
  /// What the class of a stylised picture's shape counts, 0...1; that of its texture counts the rest.
  public var shapeShare = 0.8
  /// The batch norms of stylised pictures.
  public var branch = Pass.Branch.auxiliary(0)
  /// What draws pictures in the style of others.
  public let styliser: any Styliser
  /// Makes pictures smaller in turns before they are stylised; `nil` leaves them as large as clean
  /// ones.
  public var grid: MultiGrid?
  /// The step whose turn it is; `nil` for one of full size.
  private var moment: RunMoment?

  /// The usual settings, with pictures drawn by `styliser`.
  public init(_ styliser: any Styliser) { self.styliser = styliser }

  /// The one whose maps are drawn anew.
  public var stages: [String] { [styliser.stage] }
  /// The branch of stylised pictures and those before it.
  public var auxiliaryBranches: Int { branch.auxiliaryBranches }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`, and
  /// `stylised`, the loss for both classes.
  ///
  /// Every tensor of the task's first state has a sample at each index of its first dimension. A
  /// picture may be its own style.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var learned = Learned()
    try learned.learn(
      "clean", weight: cleanWeight, task, from: task.begin(batch), .training(seed: seed))
    let (pictures, share) = try stylisedPictures(task, batch)
    var stream = (seed / "styles").stream
    let styles = try task.partners(in: pictures, from: &stream)
    let end = try task.network(
      pictures, .training(branch, seed: seed), keeping: [styliser.stage]
    ) { stage, state in
      guard stage.name == styliser.stage else { return }
      state[keyPath: stage.features] = try state[keyPath: stage.features].map {
        try styliser.stylised($0, as: $0.indexSelect(dim: 0, index: styles))
      }
    }
    let losses = try Losses.mean(
      of: [
        (task.losses(end), shapeShare),
        (task.losses(end, for: styles, of: pictures), 1 - shapeShare),
      ])
    try losses.weighted(stylisedWeight).total().backward()
    try learned.add("stylised", weight: stylisedWeight, losses)
    learned.passes.addLearning(share, through: task.network)
    return learned
  }

  /// The same method, whose pictures have the size that is due.
  public func adapted(to moment: RunMoment) -> any TrainingMethod {
    var method = self
    method.moment = moment
    return method
  }

  /// The pictures to be stylised as large as is due, and their area as a part of what it was.
  private func stylisedPictures<Task: RecognitionTask>(
    _ task: Task, _ batch: Task.Batch
  ) throws -> (pictures: Task.State, share: Double) {
    var pictures = try task.original(batch)
    guard let grid, let moment else { return (pictures, 1) }
    let maps = task.network.stages[0].features
    var share = 1.0
    pictures[keyPath: maps] = try pictures[keyPath: maps].map { images in
      let sides = images.shape.suffix(2).map { grid.side($0, at: moment) }
      share = Double(sides[0] * sides[1]) / Double(images.shape[2] * images.shape[3])
      return try images.upsampleNearest2d(outputSize: sides)
    }
    return (pictures, share)
  }
}

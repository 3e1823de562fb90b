import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// Puts together what is kept of judging some weights: figures, and pictures in a folder.
struct Examiner {
  private let examination: Examination
  private var recipe: Recipe { examination.recipe }
  private var pictures: any PictureSet { examination.pictures }
  private var folder: JudgedFolder { examination.folder }
  private var seed: Seed { examination.seed / "examples" }

  /// One whose files are called after the weights.
  init(_ examination: Examination) { self.examination = examination }

  /// What is to be kept of the weights of `task`.
  func examine(
    _ task: Classification, _ scores: [String: Scores], _ judgement: Judgement
  ) throws -> Judged.Weights {
    let places = Examples(of: judgement)
    func shown(_ places: [Int]) throws -> [Judged.Example] {
      try zip(places, read(places, judgement)).map { place, picture in
        let file = "\(judgement.indices[place]).png"
        try folder.add(picture.thumbnail().png(), file)
        return Judged.Example(
          index: judgement.indices[place], file: file, label: judgement.labels[place],
          choice: judgement.choices[place], confidence: judgement.confidences[place])
      }
    }
    return Judged.Weights(
      epoch: examination.epoch, scores: scores,
      confusion: Confusion(
        labels: judgement.labels, choices: judgement.choices, classes: pictures.classes.count),
      right: try shown(places.right), wrong: try shown(places.wrong),
      moves: try moves(
        task, examination.name, try shown(places.moved), try read(places.moved, judgement)))
  }

  /// The pictures at some places of a judgement, as they were judged.
  private func read(_ places: [Int], _ judgement: Judgement) throws -> [Picture] {
    let chosen = examination.judged(places.map { judgement.indices[$0] })
    let batches = Loader(
      set: chosen, reading: recipe.data.reading, batchSize: 1, shuffles: false, seed: seed
    ).epoch(0)
    return try places.compactMap { _ in try batches.next()?.picture(at: 0) }
  }

  /// Where the recipe's method moves features of the examples; nothing where it moves none.
  private func moves(
    _ task: Classification, _ name: String, _ examples: [Judged.Example], _ shown: [Picture]
  ) throws -> [Judged.MovedExample] {
    guard case .afan(let afan) = recipe.method, !examples.isEmpty else { return [] }
    let batch = try Batching(for: task.network)(
      PictureBatch(
        bytes: shown.flatMap(\.bytes), labels: examples.map { Int64($0.label) },
        indices: examples.map(\.index), shape: [shown.count] + shown[0].shape))
    var cuts = [[Judged.MovedCut]](repeating: [], count: examples.count)
    for cut in afan.cuts {
      let moves = try FeatureMoves(task, cut, branch: afan.branch, batch, seed: seed)
      let probabilities = try moves.probabilities(by: task)
      for place in examples.indices {
        let picture = shown[place].thumbnail().magnified()
        let start = "\(name)-\(cut.stage)-\(examples[place].index)"
        let likely = probabilities[place].enumerated().max { $0.element < $1.element }
        cuts[place].append(
          Judged.MovedCut(
            stage: cut.stage, move: try folder.add(moves, of: place, over: picture, start),
            choice: likely?.offset ?? 0, confidence: likely?.element ?? 0))
      }
    }
    return zip(examples, cuts).map { Judged.MovedExample(example: $0, cuts: $1) }
  }
}

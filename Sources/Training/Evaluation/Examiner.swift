import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// Puts together what is kept of judging some weights: figures, and pictures in a folder.
struct Examiner {
  let recipe: Recipe
  let pictures: any PictureSet
  let folder: JudgedFolder
  let seed: Seed

  /// What is to be kept of the weights of `task`, called `name` in the names of files.
  func examine(
    _ task: Classification, _ name: String, epoch: Int, scores: [String: Scores],
    _ judgement: Judgement
  ) throws -> Judged.Weights {
    let examples = Examples(of: judgement)
    func shown(_ indices: [Int]) throws -> [Judged.Example] {
      try indices.map { try example(at: $0, name, judgement) }
    }
    return Judged.Weights(
      epoch: epoch, scores: scores,
      confusion: Confusion(
        labels: judgement.labels, choices: judgement.choices, classes: pictures.classes.count),
      right: try shown(examples.right), wrong: try shown(examples.wrong),
      moves: try moves(task, name, try shown(examples.moved)))
  }

  private func example(
    at index: Int, _ name: String, _ judgement: Judgement
  ) throws -> Judged.Example {
    let place = judgement.places[index]
    let file = "\(place).png"
    try folder.add(pictures.sample(at: place).picture.thumbnail().png(), file)
    return Judged.Example(
      index: place, file: file, label: judgement.labels[index], choice: judgement.choices[index],
      confidence: judgement.confidences[index])
  }

  /// Where the recipe's method moves features of the examples; nothing where it moves none.
  private func moves(
    _ task: Classification, _ name: String, _ examples: [Judged.Example]
  ) throws -> [Judged.MovedExample] {
    guard case .afan(let afan) = recipe.method, !examples.isEmpty else { return [] }
    let seen = try seen(examples.map(\.index))
    let batch = try Batching(for: task.network)(seen)
    var cuts = [[Judged.MovedCut]](repeating: [], count: examples.count)
    for cut in afan.cuts {
      let moves = try FeatureMoves(task, cut, branch: afan.branch, batch, seed: seed)
      for place in examples.indices {
        let picture = seen.picture(place).thumbnail().magnified()
        let start = "\(name)-\(cut.stage)-\(examples[place].index)"
        cuts[place].append(try movedCut(cut.stage, moves, place, picture, start))
      }
    }
    return zip(examples, cuts).map { Judged.MovedExample(example: $0, cuts: $1) }
  }

  /// The pictures at `places` as the network is shown them.
  private func seen(_ places: [Int]) throws -> PictureBatch {
    let loader = Loader(
      set: Subset(pictures, places), reading: recipe.data.reading, batchSize: places.count,
      shuffles: false, seed: seed)
    guard let batch = try loader.epoch(0).next() else {
      throw PicturesError.badSplit(held: places.count, count: pictures.count)
    }
    return batch
  }

  private func movedCut(
    _ stage: String, _ moves: FeatureMoves, _ place: Int, _ picture: Picture, _ start: String
  ) throws -> Judged.MovedCut {
    let distances = moves.distances[place]
    let largest = distances.values.max() ?? 0
    let isEven = (distances.values.min() ?? 0) >= 0.98 * largest
    let distanceFile = isEven ? nil : "\(start)-distance.png"
    if let distanceFile { try folder.add(distances.over(picture).png(), distanceFile) }
    try folder.add(moves.rises[place].over(picture).png(), "\(start)-rise.png")
    let likely = moves.probabilities[place].enumerated().max { $0.element < $1.element }
    return Judged.MovedCut(
      stage: stage, distanceFile: distanceFile,
      meanDistance: distances.values.reduce(0, +) / Double(max(1, distances.values.count)),
      largestDistance: largest, riseFile: "\(start)-rise.png", rise: moves.totals[place],
      choice: likely?.offset ?? 0, confidence: likely?.element ?? 0)
  }
}

import Networks
import Randomness

/// The scores of `weights` on the test pictures of `recipe`, by the name of each challenge.
///
/// `weights` is a safetensors file, a checkpoint's folder or a run's; `report` is told the
/// challenge, how many pictures are done and how many there are.
///
/// - Throws: what reading weights and pictures throws, `NetworkError.weightsDoNotFit`.
public func evaluated(
  _ recipe: Recipe, weights: String, report: (String, Int, Int) -> Void
) throws -> [String: Scores] {
  let session = try Session(recipe, weights: ParameterStore.Source(path: weights))
  let pictures = try recipe.data.pictures(.test)
  let evaluator = Evaluator(
    session.task, batchSize: recipe.evaluation.batchSize, seed: session.seed / "evaluation")
  return try recipe.evaluation.challenges.reduce(into: [:]) { scores, challenge in
    scores[challenge.name] = try evaluator.scores(on: pictures, under: challenge.challenge) {
      report(challenge.name, $0, pictures.count)
    }
  }
}

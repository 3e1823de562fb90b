import Pictures
import Randomness

extension Recipe {
  /// The pictures of a run, and which of them are judged at its end.
  ///
  /// - Throws: as `DataSettings.splits`, and `TrainingError.badData` where the validation pictures
  ///   are to be judged and there are none.
  func splits(
    memory: ScanMemory? = .user(), progress: (String, ScanProgress) -> Void = { _, _ in }
  ) throws -> PictureSplits {
    let splits = try data.splits(seed: Seed(seed), memory: memory, progress: progress)
    guard evaluation.pictures == .validation else { return splits }
    guard let validation = splits.validation else {
      throw TrainingError.badData(
        data.place,
        problem: "evaluation.pictures is validation, but no pictures are held out for it; set "
          + "data.validation")
    }
    return PictureSplits(
      training: splits.training, validation: validation, test: validation, judged: .validation)
  }

  /// The pictures that `spar evaluate` judges, of which the training pictures need not be there.
  ///
  /// - Throws: as `splits`.
  func judgedPictures() throws -> (pictures: any PictureSet, part: PictureSplits.Judged) {
    guard evaluation.pictures == .validation else {
      return try data.judgedPictures(seed: Seed(seed))
    }
    let splits = try splits()
    return (splits.test, splits.judged)
  }
}

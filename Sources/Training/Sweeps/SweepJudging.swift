// Which pictures a sweep's runs are judged on, and how long they are.

extension Recipe {
  /// What a sweep sets before all that it is asked to: nothing looks at the test pictures.
  static let sweepDefaults = ["evaluation.pictures=validation"]

  /// Whether a run's end is judged on the test pictures, so that nothing may be chosen by it.
  var judgesTest: Bool { evaluation.pictures == .test }

  /// How many steps a run makes that trains on so many pictures; 0 where they do not make one.
  func steps(ofPictures count: Int) -> Int {
    let batches = count / batchSize
    return batches < accumulate ? 0 : RunLength(self, batches: batches).steps
  }
}

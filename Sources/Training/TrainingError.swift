import Pictures

/// What can go wrong while a network is trained, evaluated or traced.
public enum TrainingError: Error, CustomStringConvertible {
  /// No recipe has this name and no file lies at this path.
  case noRecipe(String, nearest: String?, known: [String])
  /// A recipe's settings contradict each other or the machine; each problem is one line.
  case badRecipe(name: String, problems: [String])
  /// Rows of a sweep cannot be run, or do not go together; each problem stands by itself.
  case badSweep([String])
  /// The pictures at a place do not fit what is asked of them.
  case badData(String, problem: String)
  /// Weights were trained on other classes, or in another order, than the pictures have.
  case otherClasses(weights: String, trained: [String], found: [String])
  /// No network has this name.
  case noModel(String, nearest: String?, known: [String])
  /// A network cannot be looked at as asked.
  case badModel(String, problem: String)
  /// A loss is not a number any more.
  case lossNotFinite(step: Int, epoch: Int, terms: [String])
  /// An optimizer's state is of another network.
  case optimizerDoesNotFit(String, shape: [Int])
  /// An optimizer's state has only a part of what it remembers of a parameter.
  case optimizerLacks(String)
  /// A new run was to start in a folder that holds something.
  case runExists(String)
  /// Another process trains in this folder.
  case runInUse(String)
  /// There is nothing to resume at this place.
  case cannotResume(String, reason: String)
  /// A file or folder could not be written.
  case cannotWrite(String, cause: String)
  /// A file could not be read.
  case cannotRead(String, cause: String)
  /// A batch file for a trace lacks something.
  case badBatch(String, reason: String)
  /// A calibration cannot be made as asked; each problem is one line.
  case badCalibration([String])

  /// What was found, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .noRecipe(let name, let nearest, let known):
      "no recipe is called '\(name)' and no file is there"
        + (nearest.map { "; did you mean \($0)?" } ?? "")
        + "\nThere are: " + known.joined(separator: ", ")
    case .badRecipe(let name, let problems):
      "recipe '\(name)' cannot be run:" + problems.map { "\n  " + $0 }.joined()
    case .badSweep(let problems):
      "the sweep cannot be run:"
        + problems.map { "\n  " + $0.replacing("\n", with: "\n    ") }.joined()
    case .badData(let place, let problem):
      "\(place): \(problem)"
    case .otherClasses(let weights, let trained, let found):
      "\(weights): trained on \(trained.count) classes, the pictures have \(found.count)"
        + classDifference(trained, found) + ". Give pictures of the same classes"
    case .noModel(let name, let nearest, let known):
      "no network is called '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "")
        + "\nThere are: " + known.joined(separator: ", ")
    case .badModel(let name, let problem):
      "network '\(name)': \(problem)"
    case .lossNotFinite(let step, let epoch, let terms):
      "the loss of step \(step) (epoch \(epoch)) is not finite: \(terms.joined(separator: ", ")). "
        + "Lower optimizer.learningRate, lengthen schedule.warmUp, or set clipNorm"
    case .optimizerDoesNotFit(let name, let shape):
      "the optimizer's state has '\(name)' \(shape), which belongs to no parameter of this network; "
        + "go on with the network and the kind of optimizer that it is of"
    case .optimizerLacks(let name):
      "the optimizer's state lacks '\(name)', though it has others of that parameter"
    case .runExists(let path):
      "\(path) exists and is not empty; resume it with --resume \(path), or name another folder"
    case .runInUse(let path):
      "another process is training in \(path); wait for it, or use another folder"
    case .cannotResume(let path, let reason):
      "cannot resume \(path): \(reason)"
    case .cannotWrite(let path, let cause):
      "cannot write \(path): \(cause)"
    case .cannotRead(let path, let cause):
      "cannot read \(path): \(cause)"
    case .badBatch(let path, let reason):
      "\(path) is not a batch for a trace: \(reason)"
    case .badCalibration(let problems):
      "cannot calibrate:" + problems.map { "\n  " + $0 }.joined()
    }
  }
}

/// Which names only one of two lists has.
private func classDifference(_ trained: [String], _ found: [String]) -> String {
  let missing = trained.filter { !Set(found).contains($0) }
  let unknown = found.filter { !Set(trained).contains($0) }
  guard !missing.isEmpty || !unknown.isEmpty else { return " in another order" }
  return [("missing is", missing), ("unknown is", unknown)].filter { !$0.1.isEmpty }
    .map { "; \($0.0) \(listed($0.1))" }.joined()
}

/// What can go wrong while a file of `torch.save` is read; `file` is its path.
public enum PthError: Error, Equatable {
  /// The file cannot be opened or mapped; `cause` is the system's word.
  case cannotOpen(file: String, cause: String)
  /// The file is neither of the two forms that `torch.save` writes.
  case unknownForm(file: String)
  /// The file is a form, or uses a part of one, that is not read; `what` is a clause about it.
  case notRead(file: String, what: String)
  /// Something that is not there to describe tensors, such as `the global 'os.system'`; `byte` is
  /// counted from the start of the pickle.
  case refused(file: String, what: String, byte: Int)
  /// The archive or the pickle is not whole; `place` is an entry's name or a byte.
  case damaged(file: String, place: String, problem: String)
  /// A tensor does not fit the bytes it is to be made of.
  case badTensor(file: String, tensor: String, problem: String)
  /// No tensor has this name; `known` lists those there are.
  case noTensor(file: String, tensor: String, known: [String])
}

extension PthError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do, in a sentence or two.
  public var description: String {
    switch self {
    case .cannotOpen(let file, let cause):
      "\(file): cannot be read: \(cause). Check the path and its permissions."
    case .unknownForm(let file):
      "\(file): is no file of torch.save: neither a zip archive nor the form before torch 1.6."
    case .notRead(let file, let what):
      "\(file): \(what). In Python, save the weights anew: "
        + "torch.save(model.state_dict(), \"weights.pth\")."
    case .refused(let file, let what, let byte):
      "\(file): byte \(byte) of its pickle has \(what), which tensors do not need; nothing was "
        + "executed. If the file is trusted, save its weights alone: "
        + "torch.save(model.state_dict(), \"weights.pth\")."
    case .damaged(let file, let place, let problem):
      "\(file): \(place): \(problem). The file is damaged or cut short; fetch or save it again."
    case .badTensor(let file, let tensor, let problem):
      "\(file): tensor '\(tensor)' \(problem)."
    case .noTensor(let file, let tensor, let known):
      "\(file): has no tensor '\(tensor)'; its \(known.count) are "
        + known.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        + (known.count > 8 ? ", ..." : ".")
    }
  }
}

/// A value on the pickle machine's stack.
///
/// What holds other values is told by its number in the machine's table, so that no file can make
/// values that hold themselves, or that are too deep to let go.
enum PickleValue {
  case none
  case truth(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  /// A list, a tuple or a dictionary, by its number.
  case container(Int)
  case global(PickleGlobal)
  /// A storage, by its number.
  case storage(Int)
  /// A tensor, by its number.
  case tensor(Int)
  /// Something that leads to no tensor, of which nothing is kept: numpy's numbers, a command line.
  case passedOver

  /// The words for it in messages.
  var words: String {
    switch self {
    case .none: "None"
    case .truth: "a truth value"
    case .integer: "a whole number"
    case .number: "a number"
    case .text(let text): "the text '\(text.prefix(40))'"
    case .container: "a container"
    case .global(let global): "the global '\(global.name)'"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .passedOver: "something that leads to no tensor"
    }
  }
}

/// What holds other values.
struct PickleContainer {
  /// The kinds; an ordered dictionary is one that `collections.OrderedDict` made.
  enum Kind {
    case list, tuple, dictionary, orderedDictionary
  }

  let kind: Kind
  /// Its items; of a dictionary keys and values, one after the other.
  var items: [PickleValue] = []

  /// Whether its items are keys and values.
  var hasKeys: Bool { kind == .dictionary || kind == .orderedDictionary }
}

/// The names from Python's modules that are read: those that `torch.save` writes for tensors, and some
/// of what training scripts keep beside them; no other is.
enum PickleGlobal: Hashable {
  case orderedDictionary
  case size
  /// `_rebuild_tensor`, `_rebuild_tensor_v2`: storage, offset, lengths, strides, and what is about
  /// gradients.
  case tensor
  /// `_rebuild_tensor_v3`: the same, and its dtype in the seventh place.
  case typedTensor
  /// `_rebuild_parameter`, `_rebuild_parameter_with_state`: a tensor, and what is about gradients.
  case parameter
  /// `torch.FloatStorage` and the like.
  case storage(DType)
  /// `torch.storage.UntypedStorage`.
  case untypedStorage
  /// `torch.float32` and the like.
  case dtype(DType)
  /// `collections.Counter`, in which schedules of PyTorch keep their milestones.
  case counter
  /// What a number of numpy is made of: a scalar, its dtype, its bytes.
  case numpy
  /// `argparse.Namespace`, a script's command line.
  case commandLine

  /// The global called `name`, module and all; `nil` for one that tensors do not need.
  init?(_ name: String) {
    guard let known = Self.byName[name] else { return nil }
    self = known
  }

  /// Its name in PyTorch, module and all.
  var name: String { Self.byName.filter { $0.value == self }.keys.min() ?? "" }

  private static let byName: [String: PickleGlobal] = {
    var names: [String: PickleGlobal] = [
      "collections.OrderedDict": .orderedDictionary,
      "torch.Size": .size,
      "torch._utils._rebuild_tensor": .tensor,
      "torch._utils._rebuild_tensor_v2": .tensor,
      "torch._utils._rebuild_tensor_v3": .typedTensor,
      "torch._utils._rebuild_parameter": .parameter,
      "torch._utils._rebuild_parameter_with_state": .parameter,
      "torch.storage.UntypedStorage": .untypedStorage,
      "torch.UntypedStorage": .untypedStorage,
      "collections.Counter": .counter,
      "numpy.core.multiarray.scalar": .numpy,
      "numpy._core.multiarray.scalar": .numpy,
      "numpy.dtype": .numpy,
      "_codecs.encode": .numpy,
      "argparse.Namespace": .commandLine,
    ]
    for (word, dtype) in storages { names["torch.\(word)Storage"] = .storage(dtype) }
    for dtype in DType.allCases { names["torch.\(dtype)"] = .dtype(dtype) }
    return names
  }()

  private static let storages: [(String, DType)] = [
    ("Double", .float64), ("Float", .float32), ("Half", .float16), ("BFloat16", .bfloat16),
    ("Long", .int64), ("Int", .int32), ("Short", .int16), ("Char", .int8), ("Byte", .uint8),
    ("Bool", .bool), ("ComplexFloat", .complex64), ("ComplexDouble", .complex128),
  ]
}

/// Elements in a file, which any number of tensors may see.
struct PickledStorage: Hashable {
  /// What the file calls it.
  let key: String
  /// The type of its elements; `nil` where it is of bytes.
  let dtype: DType?
  /// How many elements, or bytes, it has.
  let count: Int
}

/// A tensor as a pickle describes it, not checked.
struct PickledTensor: Sendable {
  /// The most lengths that torch's tensors have.
  static let mostDimensions = 64

  let storage: PickledStorage
  let dtype: DType
  /// The place of its first element in the storage, in elements.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}

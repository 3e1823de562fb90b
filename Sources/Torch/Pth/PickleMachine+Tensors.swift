// How the pickle machine makes descriptions of tensors: the names it knows, and what they are
// called with.

extension PickleMachine {
  /// Does what an opcode of names and calls asks; `false` where it is none.
  mutating func named(_ opcode: UInt8) throws -> Bool {
    switch UnicodeScalar(opcode) {
    case "\u{80}":
      let version = try reader.number(UInt8.self)
      guard version == 2 else {
        throw PthError.notRead(
          file: reader.file, what: "its pickle is of protocol \(version), expected is 2")
      }
    case "c":
      let name = try "\(reader.line()).\(reader.line())"
      guard let global = PickleGlobal(name) else { throw refused("the global '\(name)'") }
      stack.append(.global(global))
    case "R": try call()
    case "\u{81}": try create()
    case "b": try build()
    case "Q": try storage(try items(of: pop()))
    default: return false
    }
    return true
  }

  /// Calls one of the known globals with a tuple.
  private mutating func call() throws {
    let arguments = try items(of: pop())
    let function = try pop()
    guard case .global(let global) = function else { throw refused("a call of \(function.words)") }
    switch global {
    case .orderedDictionary: push(.orderedDictionary, try pairs(arguments))
    case .size where arguments.count == 1: push(.tuple, try copy(of: arguments[0]))
    case .tensor where (4...7).contains(arguments.count): try tensor(arguments, dtype: nil)
    case .typedTensor where (7...8).contains(arguments.count):
      guard case .global(.dtype(let dtype)) = arguments[6] else {
        throw damaged("the type of a tensor is \(arguments[6].words)")
      }
      try tensor(arguments, dtype: dtype)
    case .parameter where (3...4).contains(arguments.count):
      guard case .tensor = arguments[0] else {
        throw damaged("a parameter is of \(arguments[0].words)")
      }
      stack.append(arguments[0])
    case .counter where arguments.count == 1:
      guard case .container(let index) = arguments[0], containers[index].kind == .dictionary else {
        throw damaged("a counter is of \(arguments[0].words)")
      }
      stack.append(arguments[0])
    case .numpy: stack.append(.passedOver)
    default: throw refused("a call of '\(global.name)' with \(arguments.count) arguments")
    }
  }

  /// Stands for a command line, the one thing that is made without a call.
  private mutating func create() throws {
    let arguments = try items(of: pop())
    let type = try pop()
    guard case .global(.commandLine) = type, arguments.isEmpty else {
      throw refused("the opcode \(Self.name(0x81))")
    }
    stack.append(.passedOver)
  }

  /// Passes over the attributes of an ordered dictionary, where torch keeps its modules' versions, and of
  /// what is passed over itself.
  private mutating func build() throws {
    _ = try pop()
    switch try top() {
    case .passedOver: return
    case .container(let index) where containers[index].kind == .orderedDictionary: return
    default: throw refused("attributes of \(try top().words)")
    }
  }

  /// A storage, of the tuple that stands for it: its mark, type, key, device, count, and what part
  /// of another one it is in files before torch 0.4.
  private mutating func storage(_ parts: [PickleValue]) throws {
    guard (5...6).contains(parts.count), case .text("storage") = parts[0],
      case .global(let type) = parts[1], case .text(let key) = parts[2],
      case .integer(let count) = parts[4], count >= 0
    else { throw damaged("a storage is not described as torch.save does it") }
    if parts.count == 6 {
      guard case .none = parts[5] else {
        throw PthError.notRead(
          file: reader.file, what: "storage '\(key)' is a part of another, as before torch 0.4")
      }
    }
    stack.append(.storage(storages.count))
    switch type {
    case .storage(let dtype):
      storages.append(PickledStorage(key: key, dtype: dtype, count: count))
    case .untypedStorage: storages.append(PickledStorage(key: key, dtype: nil, count: count))
    default: throw damaged("a storage of type '\(type.name)'")
    }
  }

  private mutating func tensor(_ arguments: [PickleValue], dtype: DType?) throws {
    guard case .storage(let index) = arguments[0], case .integer(let offset) = arguments[1] else {
      throw damaged("a tensor is of \(arguments[0].words) at \(arguments[1].words)")
    }
    let storage = storages[index]
    guard let dtype = dtype ?? storage.dtype else {
      throw damaged("a tensor has no type: its storage is of bytes")
    }
    stack.append(.tensor(tensors.count))
    tensors.append(
      PickledTensor(
        storage: storage, dtype: dtype, offset: offset, shape: try integers(arguments[2]),
        strides: try integers(arguments[3])))
  }

  /// What a list or tuple holds.
  private func items(of value: PickleValue) throws -> [PickleValue] {
    guard case .container(let index) = value, !containers[index].hasKeys else {
      throw damaged("\(value.words), expected is a tuple")
    }
    return containers[index].items
  }

  /// The same, for something else to keep.
  ///
  /// A file that torch.save wrote copies what it has but once.
  private mutating func copy(of value: PickleValue) throws -> [PickleValue] {
    let items = try items(of: value)
    copied += items.count
    guard copied <= reader.position - start else {
      throw damaged("it holds the same things over and over")
    }
    return items
  }

  /// Lengths or strides; torch's tensors have 64 of them at most.
  private mutating func integers(_ value: PickleValue) throws -> [Int] {
    let items = try copy(of: value)
    guard items.count <= PickledTensor.mostDimensions else {
      throw damaged(
        "a tensor of \(items.count) dimensions, allowed are \(PickledTensor.mostDimensions)")
    }
    return try items.map {
      guard case .integer(let integer) = $0 else {
        throw damaged("\($0.words) among lengths or strides")
      }
      return integer
    }
  }

  /// The keys and values that an ordered dictionary is made of: none, or a list of pairs.
  private mutating func pairs(_ arguments: [PickleValue]) throws -> [PickleValue] {
    guard let list = arguments.first else { return [] }
    guard arguments.count == 1 else { throw damaged("an ordered dictionary of many arguments") }
    return try copy(of: list).flatMap {
      let pair = try items(of: $0)
      guard pair.count == 2 else { throw damaged("a pair of \(pair.count) values") }
      return pair
    }
  }
}

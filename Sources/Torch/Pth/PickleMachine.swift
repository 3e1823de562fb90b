/// A machine for Python's pickles (protocol 2) that can make containers, texts, numbers and
/// descriptions of tensors, pass over some other things, and nothing else.
///
/// Any other opcode or global is refused by its name. Memory is taken for what has been read only:
/// what is copied, as a call can ask for again and again, is counted.
struct PickleMachine {
  var reader: ByteReader
  var stack: [PickleValue] = []
  /// How high the stack was at each mark.
  var marks: [Int] = []
  var memo: [Int: PickleValue] = [:]
  /// What holds other values, by number.
  var containers: [PickleContainer] = []
  /// Storages by number.
  var storages: [PickledStorage] = []
  /// Tensors by number.
  var tensors: [PickledTensor] = []
  /// How many values calls have copied.
  var copied = 0
  /// Where the pickle begins.
  let start: Int
  /// Where the opcode under way is.
  private(set) var opcodePlace = 0

  /// A machine at the beginning of the pickle that `reader` has next.
  init(_ reader: ByteReader) {
    self.reader = reader
    start = reader.position
  }

  /// Runs the pickle to its end; returns what it makes.
  ///
  /// - Throws: `PthError.refused`, `.damaged`, `.notRead`.
  mutating func run() throws -> PickleValue {
    while true {
      opcodePlace = reader.position
      let opcode = try reader.number(UInt8.self)
      if opcode == UInt8(ascii: ".") {
        let result = try pop()
        guard stack.isEmpty, marks.isEmpty else { throw damaged("it ends with values left over") }
        return result
      }
      guard try constant(opcode) || structure(opcode) || named(opcode) else {
        throw refused("the opcode \(Self.name(opcode))")
      }
    }
  }

  /// Does what an opcode of a plain value asks; `false` where it is none.
  private mutating func constant(_ opcode: UInt8) throws -> Bool {
    switch UnicodeScalar(opcode) {
    case "N": stack.append(.none)
    case "\u{88}": stack.append(.truth(true))
    case "\u{89}": stack.append(.truth(false))
    case "J": stack.append(.integer(try Int(reader.number(Int32.self))))
    case "K": stack.append(.integer(try Int(reader.number(UInt8.self))))
    case "M": stack.append(.integer(try Int(reader.number(UInt16.self))))
    case "\u{8a}": stack.append(try longInteger())
    case "G":
      let bits = UInt64(bigEndian: try reader.take(8).loadUnaligned(as: UInt64.self))
      stack.append(.number(Double(bitPattern: bits)))
    case "X", "T": stack.append(.text(try text(Int(reader.number(UInt32.self)))))
    case "U": stack.append(.text(try text(Int(reader.number(UInt8.self)))))
    default: return false
    }
    return true
  }

  /// A whole number whose count of bytes comes first; one of more than eight, as a random seed may be,
  /// leads to no tensor.
  private mutating func longInteger() throws -> PickleValue {
    let bytes = try reader.take(Int(reader.number(UInt8.self)))
    guard bytes.count <= 8 else { return .passedOver }
    let isNegative = (bytes.last ?? 0) >= 0x80
    let start: UInt64 = isNegative ? .max : 0
    let bits = bytes.reversed().reduce(start) { $0 << 8 | UInt64($1) }
    return .integer(Int(Int64(bitPattern: bits)))
  }

  private mutating func text(_ count: Int) throws -> String { try reader.text(count) }

  /// Does what an opcode of containers, marks and memory asks; `false` where it is none.
  private mutating func structure(_ opcode: UInt8) throws -> Bool {
    switch UnicodeScalar(opcode) {
    case "}": push(.dictionary)
    case "]": push(.list)
    case ")": push(.tuple)
    case "(": marks.append(stack.count)
    case "t": push(.tuple, try popToMark())
    case "\u{85}": push(.tuple, try popLast(1))
    case "\u{86}": push(.tuple, try popLast(2))
    case "\u{87}": push(.tuple, try popLast(3))
    case "a": try extend(try popLast(1), keyed: false)
    case "e": try extend(try popToMark(), keyed: false)
    case "s": try extend(try popLast(2), keyed: true)
    case "u": try extend(try popToMark(), keyed: true)
    case "q": memo[try Int(reader.number(UInt8.self))] = try top()
    case "r": memo[try Int(reader.number(UInt32.self))] = try top()
    case "h": stack.append(try remembered(Int(reader.number(UInt8.self))))
    case "j": stack.append(try remembered(Int(reader.number(UInt32.self))))
    default: return false
    }
    return true
  }

  /// Adds `items` to the container that is on top, where it is of that kind.
  private mutating func extend(_ items: [PickleValue], keyed: Bool) throws {
    guard case .container(let index) = try top(), containers[index].kind != .tuple,
      containers[index].hasKeys == keyed, !keyed || items.count.isMultiple(of: 2)
    else {
      throw damaged("\(keyed ? "keys and values" : "items") for \(try top().words)")
    }
    containers[index].items += items
  }

  private func remembered(_ key: Int) throws -> PickleValue {
    guard let value = memo[key] else { throw damaged("its memory has no number \(key)") }
    return value
  }
}

extension PickleMachine {
  /// Puts a new container on the stack.
  mutating func push(_ kind: PickleContainer.Kind, _ items: [PickleValue] = []) {
    stack.append(.container(containers.count))
    containers.append(PickleContainer(kind: kind, items: items))
  }

  /// Takes the value on top.
  mutating func pop() throws -> PickleValue { try popLast(1)[0] }

  /// Takes the last `count` values, none of them behind a mark.
  mutating func popLast(_ count: Int) throws -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw damaged("values are missing") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  /// The value on top.
  func top() throws -> PickleValue {
    guard let value = stack.last, stack.count > marks.last ?? 0 else {
      throw damaged("a value is missing")
    }
    return value
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else { throw damaged("a mark is missing") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  /// The error that the pickle is not whole at the opcode under way.
  func damaged(_ problem: String) -> PthError {
    let place = "byte \(opcodePlace - start) of its pickle"
    return .damaged(file: reader.file, place: place, problem: problem)
  }

  /// The error that `what` is not read.
  func refused(_ what: String) -> PthError {
    .refused(file: reader.file, what: what, byte: opcodePlace - start)
  }

  /// An opcode's name in Python's `pickletools`, or its number.
  static func name(_ opcode: UInt8) -> String {
    let number = "0x" + String(opcode, radix: 16)
    return names[UnicodeScalar(opcode)].map { "\($0) (\(number))" } ?? number
  }

  private static let names: [UnicodeScalar: String] = [
    "i": "INST", "o": "OBJ", "\u{81}": "NEWOBJ", "\u{92}": "NEWOBJ_EX", "\u{93}": "STACK_GLOBAL",
    "\u{82}": "EXT1", "\u{83}": "EXT2", "\u{84}": "EXT4", "P": "PERSID", "0": "POP", "2": "DUP",
    "1": "POP_MARK", "p": "PUT", "g": "GET", "l": "LIST", "d": "DICT", "I": "INT", "L": "LONG",
    "F": "FLOAT", "S": "STRING", "V": "UNICODE", "\u{8b}": "LONG4", "B": "BINBYTES",
    "C": "SHORT_BINBYTES", "\u{8c}": "SHORT_BINUNICODE", "\u{8d}": "BINUNICODE8",
    "\u{8e}": "BINBYTES8", "\u{8f}": "EMPTY_SET", "\u{90}": "ADDITEMS", "\u{91}": "FROZENSET",
    "\u{94}": "MEMOIZE", "\u{95}": "FRAME", "\u{96}": "BYTEARRAY8", "\u{97}": "NEXT_BUFFER",
    "\u{98}": "READONLY_BUFFER",
  ]
}

/// The form before torch 1.6: five pickles (a magic number, the form's version, the machine, the
/// tensors, the storages' keys), then each storage, its count of elements before it.
enum LegacyPth {
  /// The pickle of the magic number 0x1950a86a20f9469cfc6c, then that of the version, 1001.
  private static let beginning: [UInt8] =
    [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]
    + [0x80, 2, 0x4d, 0xe9, 0x03, 0x2e]

  /// Whether `bytes` begin with the magic number.
  static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: beginning) }

  /// Reads the pickles and finds the storages.
  ///
  /// - Throws: `PthError`.
  static func read(_ bytes: UnsafeRawBufferPointer, file: String) throws -> PthContents {
    guard isOne(bytes) else { throw other(bytes, file: file) }
    var reader = ByteReader(bytes, at: beginning.count, file: file)
    try requireLittleEndian(&reader)
    var machine = PickleMachine(reader)
    let value = try machine.run()
    let size = machine.reader.position - reader.position
    let names = try PickledNames(value, of: machine, size: size)
    reader.position = machine.reader.position
    let keys = try keys(&reader)
    return PthContents(
      names: names, storages: try places(of: machine.storages, keys: keys, &reader))
  }

  /// What to say of a file that is not of this form.
  private static func other(_ bytes: UnsafeRawBufferPointer, file: String) -> PthError {
    guard bytes.first == 0x80 else { return .unknownForm(file: file) }
    return .notRead(file: file, what: "it is a pickle that torch.save did not write")
  }

  private static func requireLittleEndian(_ reader: inout ByteReader) throws {
    var machine = PickleMachine(reader)
    guard case .container(let index) = try machine.run() else {
      throw machine.damaged("the machine that wrote it is not described")
    }
    reader.position = machine.reader.position
    let items = machine.containers[index].items
    let place = items.firstIndex { if case .text("little_endian") = $0 { true } else { false } }
    if let place, place + 1 < items.count, case .truth(false) = items[place + 1] {
      throw PthError.notRead(
        file: reader.file, what: "its byte order is big-endian, only little-endian is read")
    }
  }

  /// The keys of the storages in the order of their bytes.
  private static func keys(_ reader: inout ByteReader) throws -> [String] {
    var machine = PickleMachine(reader)
    guard case .container(let index) = try machine.run() else {
      throw machine.damaged("the keys of its storages are no list")
    }
    reader.position = machine.reader.position
    return try machine.containers[index].items.map {
      guard case .text(let key) = $0 else {
        throw machine.damaged("a storage's key is \($0.words)")
      }
      return key
    }
  }

  private static func places(
    of storages: [PickledStorage], keys: [String], _ reader: inout ByteReader
  ) throws -> [PickledStorage: Range<Int>] {
    let known = Dictionary(storages.map { ($0.key, $0) }) { first, _ in first }
    var places: [PickledStorage: Range<Int>] = [:]
    for key in keys {
      guard let storage = known[key], let size = storage.byteCount else {
        throw PthError.damaged(
          file: reader.file, place: "storage '\(key)'", problem: "no tensor tells what it is of")
      }
      let count = try reader.length(UInt64.self)
      guard count == storage.count else {
        throw PthError.damaged(
          file: reader.file, place: "storage '\(key)'",
          problem: "has \(count) elements, its tensors are of one of \(storage.count)")
      }
      let start = reader.position
      _ = try reader.take(size)
      places[storage] = start..<reader.position
    }
    return places
  }
}

/// What is in a file of `torch.save`: tensors by name, and where the bytes of storages lie.
struct PthContents {
  let names: PickledNames
  /// Counted from the file's start.
  let storages: [PickledStorage: Range<Int>]
}

/// The form of torch 1.6 and later: a zip archive of `<name>/data.pkl`, `<name>/data/<key>` for each
/// storage, and `<name>/byteorder`.
enum PthArchive {
  /// Whether `bytes` begin as a zip archive does.
  static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: "PK\u{3}\u{4}".utf8)
  }

  /// Reads the pickle and finds the storages.
  ///
  /// - Throws: `PthError`.
  static func read(_ bytes: UnsafeRawBufferPointer, file: String) throws -> PthContents {
    let entries = try StoredArchive(bytes, file: file).entries
    let root = try root(entries, file: file)
    try requireLittleEndian(entries["\(root)/byteorder"].map { bytes[$0] }, file: file)
    let pickled = entries["\(root)/data.pkl", default: 0..<0]
    let pickle = UnsafeRawBufferPointer(rebasing: bytes[pickled])
    var machine = PickleMachine(ByteReader(pickle, file: file))
    let value = try machine.run()
    let names = try PickledNames(value, of: machine, size: pickle.count)
    var storages: [PickledStorage: Range<Int>] = [:]
    for storage in machine.storages {
      storages[storage] = try place(of: storage, in: entries, root, file: file)
    }
    return PthContents(names: names, storages: storages)
  }

  /// The folder that everything in the archive lies in.
  private static func root(_ entries: [String: Range<Int>], file: String) throws -> String {
    let roots = entries.keys.filter { $0.hasSuffix("/data.pkl") }.map { String($0.dropLast(9)) }
    guard let root = roots.first, roots.count == 1 else {
      throw PthError.notRead(
        file: file,
        what: "it is a zip archive with \(roots.count) pickles of tensors (data.pkl), not one")
    }
    guard !entries.keys.contains(where: { $0.hasPrefix("\(root)/code/") }) else {
      throw PthError.notRead(file: file, what: "it is a TorchScript program, not weights alone")
    }
    return root
  }

  private static func requireLittleEndian(
    _ bytes: Slice<UnsafeRawBufferPointer>?, file: String
  ) throws {
    // Files before torch 2.1 do not tell.
    guard let bytes, !bytes.elementsEqual("little".utf8) else { return }
    let order = String(decoding: bytes.prefix(16), as: UTF8.self)
    throw PthError.notRead(
      file: file, what: "its byte order is '\(order)', only 'little' is read")
  }

  private static func place(
    of storage: PickledStorage, in entries: [String: Range<Int>], _ root: String, file: String
  ) throws -> Range<Int> {
    let name = "\(root)/data/\(storage.key)"
    guard let range = entries[name] else {
      throw PthError.damaged(
        file: file, place: "entry '\(name)'", problem: "is missing, a tensor is of it")
    }
    try storage.require(range.count, at: "entry '\(name)'", file: file)
    return range
  }
}

extension PickledStorage {
  /// How many bytes it takes; `nil` where that is no number.
  var byteCount: Int? {
    let (product, overflows) = count.multipliedReportingOverflow(by: dtype?.size ?? 1)
    return overflows ? nil : product
  }

  /// Checks that it takes `found` bytes, the ones at `place`.
  func require(_ found: Int, at place: String, file: String) throws {
    guard byteCount == found else {
      let type = dtype.map { "\($0)" } ?? "bytes"
      throw PthError.damaged(
        file: file, place: place,
        problem: "has \(found) bytes, the storage is of \(count) \(type)")
    }
  }
}

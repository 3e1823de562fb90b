/// A file of `torch.save`, mapped into memory: its tensors, and nothing else of it.
///
/// A pickle is a program; this one is run by a machine that knows containers, texts, numbers and
/// descriptions of tensors, and refuses the rest by name. Both forms are read, the zip archive and
/// the one before torch 1.6. Opening reads the pickle alone; a tensor's elements come from the disk
/// when they are touched. While it is in use the file must not be cut short or written over.
public final class PthFile {
  /// The path it was opened at.
  public let path: String
  /// The names of its tensors: the keys and places that lead to each, with points between.
  public let names: [String]
  private let mapping: ReadOnlyMapping
  private let tensors: [String: PickledTensor]
  private let storages: [PickledStorage: Range<Int>]

  /// Opens the file at `path`, and checks that every tensor lies within it.
  ///
  /// - Throws: `PthError`.
  public init(_ path: String) throws {
    do {
      mapping = try ReadOnlyMapping(path)
    } catch SafetensorsError.cannotOpen(_, let cause) {
      throw PthError.cannotOpen(file: path, cause: cause)
    } catch SafetensorsError.tooSmall {
      throw PthError.unknownForm(file: path)
    }
    self.path = path
    let bytes = mapping.bytes
    let contents =
      try PthArchive.isOne(bytes)
      ? PthArchive.read(bytes, file: path) : LegacyPth.read(bytes, file: path)
    names = contents.names.names
    tensors = contents.names.tensors
    storages = contents.storages
    for name in names { _ = try place(of: name) }
  }

  /// Whether the file at `path` is to be read as one of `torch.save`: it begins as a pickle or a zip
  /// archive does, or is called `.pth`, `.pt` or `.bin` and does not begin as safetensors do.
  public static func isOne(_ path: String) -> Bool {
    let endings = [".pth", ".pt", ".bin", ".pth.tar"]
    let isCalledSo = endings.contains(where: path.lowercased().hasSuffix)
    guard let mapping = try? ReadOnlyMapping(path) else { return isCalledSo }
    return withExtendedLifetime(mapping) {
      let bytes = mapping.bytes
      // A header of safetensors may be 640 bytes long, and then begins as a pickle does.
      guard bytes.dropFirst(8).first != UInt8(ascii: "{") else { return false }
      let isPickle = bytes.first == 0x80 && (2...5).contains(bytes.dropFirst().first ?? 0)
      return isCalledSo || isPickle || PthArchive.isOne(bytes)
    }
  }

  /// The tensor called `name`: a view of the mapped file, or of a copy where elements lie aslant.
  ///
  /// Written to, it changes by itself, the file never.
  ///
  /// - Throws: `PthError.noTensor`.
  public func tensor(_ name: String) throws -> Tensor {
    let tensor = try described(name)
    let range = try place(of: name)
    guard !range.isEmpty else { return try .zeros(tensor.shape, dtype: tensor.dtype) }
    return try mapping.view(
      range, shape: tensor.shape, strides: tensor.strides, dtype: tensor.dtype)
  }

  private func described(_ name: String) throws -> PickledTensor {
    guard let tensor = tensors[name] else {
      throw PthError.noTensor(file: path, tensor: name, known: names)
    }
    return tensor
  }

  /// The bytes from the first to the last element of the tensor called `name`; none where it has no
  /// elements.
  private func place(of name: String) throws -> Range<Int> {
    let tensor = try described(name)
    func bad(_ problem: String) -> PthError {
      .badTensor(file: path, tensor: name, problem: problem)
    }
    guard let bytes = storages[tensor.storage] else {
      throw bad("is of storage '\(tensor.storage.key)', which the file does not have")
    }
    guard let span = tensor.span else {
      throw bad(
        "has lengths \(tensor.shape), strides \(tensor.strides) and offset \(tensor.offset), "
          + "which no tensor can have")
    }
    guard !span.elements.isEmpty else { return bytes.lowerBound..<bytes.lowerBound }
    let size = tensor.dtype.size
    guard span.elements.upperBound <= bytes.count / size else {
      throw bad(
        "\(tensor.shape) ends with element \(span.elements.upperBound) of storage "
          + "'\(tensor.storage.key)', which has \(bytes.count / size)")
    }
    guard span.count <= mapping.bytes.count / size else {
      throw bad("\(tensor.shape) repeats a few elements so often that it is larger than the file")
    }
    let start = bytes.lowerBound + span.elements.lowerBound * size
    return start..<(start + span.elements.count * size)
  }
}

extension PickledTensor {
  /// How many elements it has, and from which to which of its storage they are; `nil` where its
  /// numbers are negative or too large.
  fileprivate var span: (count: Int, elements: Range<Int>)? {
    guard shape.count == strides.count, offset >= 0 else { return nil }
    guard (shape + strides).allSatisfy({ $0 >= 0 }) else { return nil }
    var (count, last) = (dtype.size, offset)
    for (length, stride) in zip(shape, strides) {
      // As for safetensors, torch multiplies the other lengths even where one is 0.
      let (product, overflows) = count.multipliedReportingOverflow(by: max(length, 1))
      let (reach, reachOverflows) = max(length - 1, 0).multipliedReportingOverflow(by: stride)
      let (sum, sumOverflows) = last.addingReportingOverflow(reach)
      guard !overflows, !reachOverflows, !sumOverflows else { return nil }
      (count, last) = (product, sum)
    }
    guard last < .max else { return nil }
    return shape.contains(0) ? (0, 0..<0) : (count / dtype.size, offset..<(last + 1))
  }
}

extension ReadOnlyMapping {
  /// A tensor of the bytes in `range`, one or more: a view, or of a copy where they are aslant.
  func view(_ range: Range<Int>, shape: [Int], strides: [Int], dtype: DType) throws -> Tensor {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes[range])
    let isStraight = UInt(bitPattern: bytes.baseAddress).isMultiple(of: UInt(dtype.size))
    let owner: any MemoryOwner = isStraight ? self : AlignedCopy(bytes)
    let place = isStraight ? bytes : owner.bytes
    guard let start = place.baseAddress else { return try .zeros(shape, dtype: dtype) }
    return try .viewing(start, of: owner, shape: shape, strides: strides, dtype: dtype)
  }
}

/// What keeps memory that tensors see.
private protocol MemoryOwner: AnyObject {
  var bytes: UnsafeRawBufferPointer { get }
}

extension ReadOnlyMapping: MemoryOwner {}

/// Bytes copied to memory where any element may begin.
private final class AlignedCopy: MemoryOwner {
  let bytes: UnsafeRawBufferPointer

  init(_ source: UnsafeRawBufferPointer) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 64)
    copy.copyMemory(from: source)
    bytes = UnsafeRawBufferPointer(copy)
  }

  deinit { bytes.deallocate() }
}

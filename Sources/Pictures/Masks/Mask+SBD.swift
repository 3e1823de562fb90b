extension Mask {
  /// Reads a mask of the Semantic Boundaries Dataset (Hariharan et al., 2011), such as
  /// `cls/2008_000008.mat`, of a size within `limits`.
  ///
  /// - Throws: `PicturesError.missing` or `.unreadable`; otherwise as `init(sbd:name:limits:)`.
  public init(sbd path: String, limits: ImageLimits = .standard) throws {
    let source = try PlainFile(path, advice: "Restore it from SBD's archive.")
    try limits.check(bytes: source.size, of: path)
    try self.init(sbd: source.bytes(source.size, at: 0), name: path, limits: limits)
  }

  /// Takes `bytes` as such a file called `name`: a MATLAB 5 file, little-endian, whose only
  /// variable `GTcls` is a structure with the field `Segmentation`, a matrix of bytes.
  ///
  /// The variable may be compressed, as SBD's are; its other fields are passed over.
  ///
  /// - Throws: `MaskError.notSBD` for every other file; `ImageError.empty`, `.tooManyBytes` and
  ///   `.tooManyPixels`, the first two also for what is compressed.
  public init(sbd bytes: [UInt8], name: String, limits: ImageLimits = .standard) throws {
    try limits.check(bytes: bytes.count, of: name)
    var file = MATData(bytes, in: try elements(of: bytes, name), of: name)
    var variable: MATData
    if file.number(at: file.place) & 0xffff == MATData.Kind.compressed.rawValue {
      let data = try file.next(.compressed, "the variable")
      var inflated = try inflated(bytes[data], at: data.lowerBound, of: name, limits)
      variable = try inflated.nextMatrix("the variable")
    } else {
      variable = try file.nextMatrix("the variable")
    }
    guard file.isAtEnd else {
      throw file.bad("the file goes on, expected the end after one variable", file.place)
    }
    self = try segmentation(in: &variable, limits)
  }
}

/// Where the elements of a MATLAB file of version 5 are: behind its header of 128 bytes.
private func elements(of bytes: [UInt8], _ name: String) throws -> Range<Int> {
  let version: [UInt8] = [0, 1, UInt8(ascii: "I"), UInt8(ascii: "M")]
  guard bytes.count >= 136, Array(bytes[124..<128]) == version else {
    let found = bytes.count >= 128 ? hex(Array(bytes[124..<128])) : "\(bytes.count) bytes in all"
    throw MaskError.notSBD(
      file: name, offset: 124,
      cause: "the version is \(found), expected \(hex(version)) of a MATLAB 5 file")
  }
  return 128..<bytes.count
}

/// The elements that `data`, which lie at `offset` of the file, inflate to: one, whose size is
/// looked at before memory is taken.
private func inflated(
  _ data: ArraySlice<UInt8>, at offset: Int, of name: String, _ limits: ImageLimits
) throws -> MATData {
  func bad(_ cause: String) -> MaskError { .notSBD(file: name, offset: offset, cause: cause) }
  guard let stream = ZlibData(data) else { throw bad("zlib does not start") }
  let tag = stream.read(8)
  guard tag.count == 8 else { throw bad("the compressed data are damaged") }
  let count = MATData(tag, in: 0..<8, of: name).number(at: 4)
  try limits.check(bytes: count + 8, of: name)
  guard count <= stream.most else {
    throw bad("a variable of \(count) bytes is in \(data.count) compressed ones, which is too many")
  }
  let bytes = tag + stream.read(count)
  guard bytes.count == count + 8, stream.isAtEnd() else {
    throw bad("the compressed data are damaged, or not those of one variable")
  }
  return MATData(bytes, in: 0..<bytes.count, of: name)
}

/// The mask in the structure whose elements are `variable`.
private func segmentation(in variable: inout MATData, _ limits: ImageLimits) throws -> Mask {
  let start = variable.place
  let (height, width, name) = try variable.header(of: .structure, "the variable")
  guard height == 1, width == 1, name == "GTcls" else {
    throw variable.bad(
      "the variable is \(name) of \(height)x\(width), expected GTcls of 1x1", start)
  }
  let size = try variable.next(.int32, "the length of names")
  let names = try variable.next(.int8, "the names of fields")
  let length = size.count == 4 ? variable.number(at: size.lowerBound) : 0
  guard length > 0, names.count % length == 0 else {
    throw variable.bad("\(names.count) bytes are no names of \(length) bytes each", start)
  }
  var mask: Mask?
  for first in stride(from: names.lowerBound, to: names.upperBound, by: length) {
    let field = variable.text(first..<(first + length))
    var matrix = try variable.nextMatrix("the field \(field)")
    if field == "Segmentation", mask == nil { mask = try numbers(in: &matrix, limits) }
  }
  guard let mask, variable.isAtEnd else {
    throw variable.bad("the structure has no field Segmentation, or more than its fields", start)
  }
  return mask
}

/// The mask that a matrix of bytes is, whose columns lie one after another.
private func numbers(in matrix: inout MATData, _ limits: ImageLimits) throws -> Mask {
  let start = matrix.place
  let (height, width, _) = try matrix.header(of: .uint8, "Segmentation")
  let data = try matrix.next(.uint8, "the numbers of Segmentation")
  guard height > 0, width > 0, matrix.isAtEnd else {
    throw matrix.bad("Segmentation has \(height)x\(width) pixels, or more than them", start)
  }
  try limits.check(height: height, width: width, of: matrix.file)
  guard data.count == height * width else {
    throw matrix.bad("\(data.count) bytes are no \(height)x\(width) pixels", start)
  }
  let columns = matrix.bytes[data]
  let bytes = [UInt8](unsafeUninitializedCapacity: data.count) { target, initialized in
    for (place, byte) in columns.enumerated() {
      target[place % height * width + place / height] = byte
    }
    initialized = data.count
  }
  return Mask(height: height, width: width, bytes: bytes)
}

import Foundation

/// How CIFAR-10 and CIFAR-100 lie in their binary files.
///
/// A record is one label byte or two, the last of which is used, and a picture of `[3, 32, 32]`.
/// Source: https://www.cs.toronto.edu/~kriz/cifar.html.
struct CIFARFiles {
  /// What the set is called in messages.
  let name: String
  /// The folder that the archive unpacks to.
  let subfolder: String
  /// The archive with the binary files.
  let archive: String
  /// What `spar fetch` calls the set.
  let fetched: String
  /// The files to read, in order, and how many records each has.
  let files: [String]
  let records: Int
  /// How many bytes come before the picture; the last of them is the label.
  let labelBytes: Int
  /// The file of class names, used where it is there, and the names where it is not.
  let namesFile: String
  let names: [String]

  private static let shape = [3, 32, 32]

  /// All pictures of the files in `folder`, or in `subfolder` of it.
  ///
  /// - Throws: `PicturesError`, where a file is missing, has another size or names no class.
  func pictures(in folder: String) throws -> PictureArray {
    let advice = """
      Run `spar fetch \(fetched) \(folder)`, or unpack \(archive) \
      (https://www.cs.toronto.edu/~kriz/cifar.html) in \(folder), so that \
      \(folder)/\(subfolder)/\(files[0]) is there.
      """
    let place = place(in: folder)
    let stride = labelBytes + Self.shape.reduce(1, *)
    let sources = try files.map { try PlainFile("\(place)/\($0)", advice: advice) }
    for source in sources { try source.expect(records * stride) }
    let classes = try classNames(in: place)
    let bytes = try read(sources, each: records * stride)
    let labels = Swift.stride(from: labelBytes - 1, to: bytes.count, by: stride).map {
      Int(bytes[$0])
    }
    if let bad = labels.firstIndex(where: { $0 >= classes.count }) {
      throw PicturesError.labelOutOfRange(
        file: sources[bad / records].file, offset: bad % records * stride + labelBytes - 1,
        found: labels[bad], classes: classes.count, advice: advice)
    }
    return PictureArray(
      name: name, shape: Self.shape, records: bytes, stride: stride, labels: labels,
      classes: classes)
  }

  /// `folder` where it has one of the files, else its subfolder.
  private func place(in folder: String) -> String {
    let isHere = files.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    return isHere ? folder : "\(folder)/\(subfolder)"
  }

  private func read(_ sources: [PlainFile], each size: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: sources.count * size) { buffer, initialized in
      for source in sources {
        let part = UnsafeMutableBufferPointer(rebasing: buffer[initialized...].prefix(size))
        let came = try source.read(into: UnsafeMutableRawBufferPointer(part))
        initialized += came
        guard came == size else {
          throw PicturesError.truncated(
            file: source.file, found: came, expected: size, advice: source.advice)
        }
      }
    }
  }

  /// The names in the file that comes with the data, or the built-in ones where it does not.
  private func classNames(in place: String) throws -> [String] {
    let file = "\(place)/\(namesFile)"
    guard FileManager.default.fileExists(atPath: file) else { return names }
    let advice = "Restore it from \(archive), or remove it: the names are built in."
    let source = try PlainFile(file, advice: advice)
    let longest = 1 << 16
    guard source.size <= longest else {
      throw PicturesError.tooLong(
        file: file, found: source.size, expected: longest, advice: advice)
    }
    let text = String(decoding: try source.bytes(source.size, at: 0), as: UTF8.self)
    let found = text.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }
    guard found.count == names.count else {
      throw PicturesError.wrongNames(
        file: file, found: found.count, expected: names.count, advice: advice)
    }
    return found
  }
}

import Pictures

extension FileCheck {
  /// IDX files, plain and gzip: what was read and is written plainly reads the same, and pictures
  /// with labels beside them make a data set.
  public static let idx = FileCheck(name: "idx", longest: 2_048) { bytes, workplace in
    let folder = workplace.makeFolder("idx")
    let images = "idx/t10k-images-idx3-ubyte"
    let path = try workplace.write(bytes, to: images)
    let asLabels = try outcome(of: path, refusedBy: [PicturesError.self]) {
      try checkArray(IDX(file: path, dimensions: 1, advice: "."), workplace)
    }
    let asPictures = try outcome(of: path, refusedBy: [PicturesError.self]) {
      let array = try IDX(file: path, dimensions: 3, advice: ".")
      try checkArray(array, workplace)
      guard array.shape[0] <= 1 << 16 else { return }
      let labels = [UInt8](repeating: 7, count: array.shape[0])
      try workplace.write(plainIDX([labels.count], labels), to: "idx/t10k-labels-idx1-ubyte")
      let set = try FashionMNIST(folder: folder, split: .test)
      let size = array.shape[1] * array.shape[2]
      try require(set.count == labels.count, "\(set.count) pictures of \(labels.count)")
      let last = set.sample(at: set.count - 1).picture
      try require(last.bytes == Array(array.bytes.suffix(size)), "the last picture is another")
    }
    return asLabels == .read ? .read : asPictures
  }
}

private func checkArray(_ array: IDX, _ workplace: Workplace) throws {
  try require(array.shape.reduce(1, *) == array.bytes.count, "\(array.shape)")
  let copy = try workplace.write(plainIDX(array.shape, array.bytes), to: "copy.idx")
  let again = try IDX(file: copy, dimensions: array.shape.count, advice: ".")
  try require(again == array, "it was written, and reads otherwise")
}

/// A plain IDX file.
private func plainIDX(_ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
  let lengths = shape.flatMap { length in [24, 16, 8, 0].map { UInt8(length >> $0 & 255) } }
  return [0, 0, 8, UInt8(shape.count)] + lengths + bytes
}

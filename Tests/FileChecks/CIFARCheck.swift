import Pictures

extension FileCheck {
  /// CIFAR's files: as many pictures as records, their labels among the classes.
  ///
  /// The first byte chooses: bit 0 CIFAR-100, bit 1 a file of names, which the bytes up to a zero
  /// are, bit 2 a record more than there is. Then come the records.
  public static let cifar = FileCheck(name: "cifar", longest: 7_000) { bytes, workplace in
    let flags = bytes.first ?? 0
    let isFine = flags & 1 != 0
    let hasNames = flags & 2 != 0
    let folder = workplace.makeFolder("cifar")
    let namesFile = "cifar/" + (isFine ? "fine_label_names.txt" : "batches.meta.txt")
    var records = bytes.dropFirst()
    workplace.remove(namesFile)
    if hasNames {
      let names = records.prefix { $0 != 0 }
      try workplace.write(names, to: namesFile)
      records = records.dropFirst(names.count + 1)
    }
    let stride = 3_072 + (isFine ? 2 : 1)
    let count = max(1, records.count / stride) + (flags & 4 != 0 ? 1 : 0)
    let path = try workplace.write(records, to: isFine ? "cifar/test.bin" : "cifar/test_batch.bin")
    return try outcome(of: path, workplace.path(namesFile), refusedBy: [PicturesError.self]) {
      let pictures =
        try isFine
        ? CIFAR100(folder: folder, split: .test, picturesPerFile: count).pictures
        : CIFAR10(folder: folder, split: .test, picturesPerFile: count).pictures
      try require(pictures.count == count, "\(pictures.count) pictures of \(count)")
      for index in 0..<count {
        let sample = pictures.sample(at: index)
        try require(pictures.classes.indices.contains(sample.label), "label \(sample.label)")
        let end = records.startIndex + (index + 1) * stride
        try require(
          sample.picture.bytes == Array(records[(end - 3_072)..<end]), "picture \(index) is another"
        )
      }
    }
  }
}

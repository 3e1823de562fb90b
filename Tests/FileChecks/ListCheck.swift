import Pictures

extension FileCheck {
  /// Lists of pictures: what was read and is written with a tab reads the same.
  public static let list = FileCheck(name: "list", longest: 2_048) { bytes, workplace in
    let path = try workplace.write(bytes, to: "list.txt")
    return try outcome(of: path, refusedBy: [ImageSetError.self, PicturesError.self]) {
      let files = try ListedFiles(path)
      let lines = (0..<files.count).map {
        "\(files.path(at: $0))\t\(files.classes[files.label(at: $0)])\n"
      }
      let copy = try workplace.write(lines.joined().utf8, to: "copy.txt")
      let again = try ListedFiles(copy, classes: files.classes)
      try require(again.classes == files.classes, "\(files.classes) become \(again.classes)")
      try require(
        again.count == files.count
          && lines.indices.allSatisfy {
            again.path(at: $0) == files.path(at: $0) && again.label(at: $0) == files.label(at: $0)
          }, "it was written, and reads otherwise: \(lines)")
    }
  }
}

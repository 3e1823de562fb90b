import Pictures
import Testing

/// The lists of splits, as `VOCSegmentation` reads them.
struct SplitListsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeVOC(["a", "b"])
  }

  private func list(_ text: String, split: String = "train") throws -> String {
    try folder.writeText(text, to: "ImageSets/Segmentation/\(split).txt")
  }

  private func names(_ split: String = "train") throws -> [String] {
    let set = try VOCSegmentation(folder.path, split: split)
    return (0..<set.count).map(set.name(at:))
  }

  @Test(arguments: ["a\r\nb\r\n", "\n\na\n   \n\tb \n\n", "\u{feff}a\nb", "a\nb"])
  func `line ends of both kinds, blank lines and spaces at the sides are read`(
    text: String
  ) throws {
    _ = try list(text)
    #expect(try names() == ["a", "b"])
  }

  @Test(arguments: ["", "\r\n \n", "\u{feff}"])
  func `a list without names is refused`(text: String) throws {
    let file = try list(text)
    #expect(imageSetError { _ = try names() } == .noPictures(file: file))
  }

  @Test func `a split that does not exist is told which do`() throws {
    _ = try list("a\n", split: "val")
    try folder.writeText("a\n", to: "ImageSets/SegmentationAug/trainaug.txt")
    for split in ["test", "../Segmentation/val", ""] {
      #expect(
        maskError { _ = try names(split) }
          == .noSplit(root: folder.path, name: split, known: ["train", "trainaug", "val"]))
    }
    #expect(try VOCSegmentation.splits(in: folder.path) == ["train", "trainaug", "val"])
  }

  @Test func `a folder without lists is told what is looked for`() throws {
    let empty = try TemporaryFolder()
    #expect(
      maskError { _ = try VOCSegmentation(empty.path, split: "train") }
        == .notSuchSet(root: empty.path, expected: "ImageSets/Segmentation with lists"))
  }

  @Test(arguments: ["../a", "/etc/a", "x/a", "..", ".", "a\u{0}b", "../\u{301}a"])
  func `a name that leads to another folder is refused by its line`(name: String) throws {
    let file = try list("a\n\n\(name)\n")
    guard case .badLine(file, 3, name, _) = imageSetError({ _ = try names() }) else {
      Issue.record("\(name) was taken")
      return
    }
  }

  @Test func `a name that is there twice is refused by both lines`() throws {
    let file = try list("a\nb\n\na \n")
    #expect(
      imageSetError { _ = try names() }
        == .badLine(file: file, line: 4, found: "a", expected: "a name other than that of line 1"))
  }

  @Test func `a list that is no text is refused by its line`() throws {
    let file = try folder.write([97, 10, 255, 10], to: "ImageSets/Segmentation/train.txt")
    guard case .badLine(file, 2, _, "text in UTF-8") = imageSetError({ _ = try names() }) else {
      Issue.record("bytes that are no text were taken")
      return
    }
  }
}

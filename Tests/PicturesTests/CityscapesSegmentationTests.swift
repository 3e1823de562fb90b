import Pictures
import Testing

struct CityscapesSegmentationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (city, number) in [("ulm", 1), ("aachen", 2), ("ulm", 0)] {
      let name = "\(city)_00000\(number)_000019"
      try folder.writePicture(
        "leftImg8bit/val/\(city)/\(name)_leftImg8bit.png", grey: UInt8(number))
      try folder.writeMask("gtFine/val/\(city)/\(name)_gtFine_labelIds.png", label: 26)
    }
    try folder.writePicture("gtFine/val/ulm/ulm_000001_000019_gtFine_color.png")
    try folder.writeText("", to: "leftImg8bit/train/README")
  }

  private func set(_ split: String = "val") throws -> CityscapesSegmentation {
    try CityscapesSegmentation(folder.path, split: split)
  }

  @Test func `pictures come city by city, and label ids become train ids`() throws {
    let set = try set()
    #expect(
      (0..<set.count).map(set.name(at:))
        == ["aachen_000002_000019", "ulm_000000_000019", "ulm_000001_000019"])
    #expect(set.classes.count == 19)
    #expect(set.palette == Palette.cityscapes)
    let sample = try set.sample(at: 2)
    #expect(sample.mask == Mask(13, height: 3, width: 4))
    #expect(sample.picture[0, 0, 0] == 1)
    #expect(set.classes[13] == "car")
  }

  @Test func `every label id has its train id, others are refused`() throws {
    let path = try set().maskPath(at: 0)
    let file = String(path.dropFirst(folder.path.count + 1))
    let ids = (0..<34).map(UInt8.init) + [255]
    try folder.write(Mask(height: 5, width: 7, bytes: ids).png(palette: Palette.voc), to: file)
    #expect(
      try set().mask(at: 0).bytes == CityscapesLabel.all.map { $0.trainID },
      "licence plates, -1, come last and are ignored")
    try folder.write(Mask(34, height: 1, width: 2).png(palette: Palette.voc), to: file)
    #expect(
      maskError { _ = try set().mask(at: 0) }
        == .unknownLabel(file: path, found: 34, row: 0, column: 0, classes: 34))
  }

  @Test func `train ids written as the server takes them are label ids`() throws {
    let prediction = try set().mask(at: 0).translated(by: CityscapesLabel.labelIDs)
    let file = try prediction.png(palette: Palette.cityscapesLabels)
    #expect(try Mask(png: file, name: "p").bytes.allSatisfy { $0 == 26 })
  }

  @Test func `a picture without its mask is refused by both names`() throws {
    let image = try folder.writePicture("leftImg8bit/val/ulm/ulm_000009_000019_leftImg8bit.png")
    let mask = "\(folder.path)/gtFine/val/ulm/ulm_000009_000019_gtFine_labelIds.png"
    #expect(
      maskError { _ = try set() }
        == .notFound(
          what: "mask", name: "ulm_000009_000019", source: "\(image) is", tried: [mask]))
  }

  @Test func `a split that does not exist, or is empty, and another folder are refused`() throws {
    #expect(
      maskError { _ = try set("test") }
        == .noSplit(root: folder.path, name: "test", known: ["train", "val"]))
    #expect(
      imageSetError { _ = try set("train") }
        == .noPictures(file: "\(folder.path)/leftImg8bit/train"))
    let empty = try TemporaryFolder()
    #expect(
      maskError { _ = try CityscapesSegmentation(empty.path, split: "val") }
        == .notSuchSet(root: empty.path, expected: "leftImg8bit with a folder for each split"))
  }
}

import Pictures
import Testing

struct MaskFoldersTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeText("sky\nroad\ntree\n", to: "classes.txt")
  }

  private func fill(_ images: String, _ masks: String, _ names: [String] = ["b", "a"]) throws {
    for (number, name) in names.enumerated() {
      try folder.writePicture("\(images)/\(name).png")
      try folder.writeMask("\(masks)/\(name).png", label: UInt8(number))
    }
  }

  private func set(_ part: String? = nil, classes: [String]? = nil) throws -> MaskFolders {
    try MaskFolders(folder.path + "/", part: part, classes: classes)
  }

  @Test(arguments: [
    (nil, "images", "masks"), ("train", "images/train", "masks/train"),
    ("train", "train/images", "train/masks"),
  ])
  func `pictures lie beside their masks, with parts inside or outside`(
    part: String?, images: String, masks: String
  ) throws {
    try fill(images, masks)
    try folder.writeMask("\(masks)/more.png")
    let set = try set(part)
    #expect((0..<set.count).map(set.name(at:)) == ["a", "b"])
    #expect(set.path(at: 0) == "\(folder.path)/\(images)/a.png")
    #expect(try set.sample(at: 0).mask == Mask(1, height: 3, width: 4))
    #expect(set.classes == ["sky", "road", "tree"])
    #expect(try MaskFolders.parts(in: folder.path) == (part.map { [$0] } ?? []))
  }

  @Test func `names may be given instead of classes txt, one of them is needed`() throws {
    try fill("images", "masks")
    #expect(try set(classes: ["x", "y"]).classes == ["x", "y"])
    try folder.remove("classes.txt")
    #expect(try set(classes: ["x", "y"]).classes == ["x", "y"])
    #expect(maskError { _ = try set() } == .noClasses(file: "\(folder.path)/classes.txt"))
  }

  @Test func `a picture without a mask is refused by name`() throws {
    try fill("images", "masks")
    let image = try folder.writePicture("images/c.jpg")
    #expect(
      maskError { _ = try set() }
        == .notFound(
          what: "mask", name: "c", source: "\(image) is", tried: ["\(folder.path)/masks/c.png"]))
  }

  @Test func `two pictures for one mask are refused`() throws {
    try fill("images", "masks")
    try folder.writePicture("images/a.jpg")
    #expect(
      maskError { _ = try set() }
        == .doubled(folder: "\(folder.path)/images", first: "a.jpg", second: "a.png"))
  }

  @Test func `a part that does not exist is told which do, one of both ways is refused`() throws {
    try fill("images/train", "masks/train")
    try fill("val/images", "val/masks")
    #expect(try set("val").count == 2)
    for part in ["test", "../images/train", "images"] {
      #expect(
        maskError { _ = try set(part) }
          == .noSplit(root: folder.path, name: part, known: ["train", "val"]))
    }
    try fill("train/images", "train/masks")
    #expect(
      imageSetError { _ = try set("train") }
        == .doubledPart(place: folder.path, first: "images/train", second: "train/images"))
  }

  @Test func `other folders, and those without pictures, are refused`() throws {
    #expect(
      maskError { _ = try set() }
        == .notSuchSet(root: folder.path, expected: "the folders images and masks"))
    try folder.writeText("", to: "images/notes.txt")
    try folder.writeText("", to: "masks/notes.txt")
    #expect(imageSetError { _ = try set() } == .noPictures(file: "\(folder.path)/images"))
  }
}

import Pictures
import Testing

struct VOCSegmentationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func set(
    _ split: String = "train", masks: String? = nil, classes: [String]? = nil
  ) throws -> VOCSegmentation {
    try VOCSegmentation(folder.path, split: split, masks: masks, classes: classes)
  }

  private func names(_ set: VOCSegmentation) -> [String] { (0..<set.count).map(set.name(at:)) }

  @Test func `pictures and masks come in the order of the list`() throws {
    try folder.writeVOC(["b", "a.1", "c d"])
    let set = try set()
    #expect(names(set) == ["b", "a.1", "c d"])
    #expect(set.classes == VOCSegmentation.classNames)
    #expect(set.palette == Palette.voc)
    #expect(set.labels == [0, 0, 0])
    #expect(set.description == "\(folder.path) train (3 pictures with masks, 21 classes)")
    let sample = try set.sample(at: 2)
    #expect(sample.picture.shape == [3, 3, 4])
    #expect(sample.picture.bytes.allSatisfy { $0 == 2 })
    #expect(sample.mask == Mask(2, height: 3, width: 4))
    #expect(sample.index == 2)
  }

  @Test(arguments: ["", "VOC2012/", "VOCdevkit/VOC2012/", "VOCdevkit/VOC2007/"])
  func `the set may lie where VOC's archives unpack to`(below: String) throws {
    try folder.writeVOC(["a"], below: below)
    let set = try VOCSegmentation(folder.path + "/", split: "train")
    #expect(set.path(at: 0) == "\(folder.path)/\(below)JPEGImages/a.png")
    #expect(set.maskPath(at: 0) == "\(folder.path)/\(below)SegmentationClass/a.png")
    #expect(try VOCSegmentation.splits(in: folder.path) == ["train"])
  }

  @Test func `a JPEG is read as well as a PNG`() throws {
    try folder.writeVOC(["a"])
    let jpeg = try folder.write(PictureFixtures.bytes("grey.jpg"), to: "JPEGImages/a.jpg")
    let size = try ImageFile(jpeg).size()
    try folder.writeMask("SegmentationClass/a.png", height: size.height, width: size.width)
    let sample = try set().sample(at: 0)
    #expect(sample.picture == (try PictureFixtures.pixels("grey.jpg.ppm")))
  }

  @Test func `names are those of classes txt, or given`() throws {
    try folder.writeVOC(["a", "b", "c"])
    try folder.writeText("sky\r\nroad\n", to: "classes.txt")
    let two = try set()
    #expect(two.classes == ["sky", "road"])
    #expect(try two.mask(at: 1).bytes == [UInt8](repeating: 1, count: 12))
    #expect(
      maskError { _ = try two.mask(at: 2) }
        == .unknownLabel(file: two.maskPath(at: 2), found: 2, row: 0, column: 0, classes: 2))
    let three = try set(classes: ["x", "y", "z"])
    #expect(three.classes == ["x", "y", "z"])
    #expect(try three.mask(at: 2)[0, 0] == 2)
  }

  @Test func `ignored pixels are no class, others are told by row and column`() throws {
    try folder.writeVOC(["a"])
    var bytes: [UInt8] = [0, 20, 255, 4, 5, 6]
    let file = "SegmentationClass/a.png"
    try folder.writePicture("JPEGImages/a.png", height: 2, width: 3)
    try folder.write(Mask(height: 2, width: 3, bytes: bytes).png(palette: Palette.voc), to: file)
    #expect(try set().sample(at: 0).mask?.bytes == bytes)
    bytes[4] = 21
    try folder.write(Mask(height: 2, width: 3, bytes: bytes).png(palette: Palette.voc), to: file)
    let error = MaskError.unknownLabel(
      file: "\(folder.path)/\(file)", found: 21, row: 1, column: 1, classes: 21)
    #expect(maskError { _ = try set().sample(at: 0) } == error)
  }

  @Test(arguments: ["trainaug", "train_aug", "trainvalAug", "aug"])
  func `masks of an augmented split come from SBD's folder, then from VOC's`(split: String) throws {
    try folder.writeVOC(["a", "b"], split: split)
    try folder.writeMask("SegmentationClassAug/b.png", label: 9)
    let augmented = try set(split)
    #expect(try augmented.mask(at: 0)[0, 0] == 0)
    #expect(try augmented.mask(at: 1)[0, 0] == 9)
    try folder.writeText("b\n", to: "ImageSets/SegmentationAug/val.txt")
    #expect(try set("val").mask(at: 0)[0, 0] == 1)
    #expect(try set("val", masks: "SegmentationClassAug").mask(at: 0)[0, 0] == 9)
    #expect(
      maskError { _ = try set(split, masks: "SegmentationClassAug") }
        == .notFound(
          what: "mask", name: "a",
          source: "\(folder.path)/ImageSets/Segmentation/\(split).txt lists it",
          tried: ["\(folder.path)/SegmentationClassAug/a.png"]))
  }

  @Test func `a listed picture that is missing is named with the places it may lie`() throws {
    try folder.writeVOC(["a"])
    let list = try folder.writeText("a\nb\n", to: "ImageSets/Segmentation/train.txt")
    let error = MaskError.notFound(
      what: "picture", name: "b", source: "\(list) lists it",
      tried: ["jpg", "jpeg", "png"].map { "\(folder.path)/JPEGImages/b.\($0)" })
    #expect(maskError { _ = try set() } == error)
  }

  @Test func `picture and mask of different sizes are refused by both names and sizes`() throws {
    try folder.writeVOC(["a"])
    let mask = try folder.writeMask("SegmentationClass/a.png", height: 4, width: 3)
    let error = MaskError.sizesDiffer(
      image: "\(folder.path)/JPEGImages/a.png", imageSize: [3, 4], mask: mask, maskSize: [4, 3])
    #expect(maskError { _ = try set().sample(at: 0) } == error)
  }

  @Test func `a mask in colours, and one that vanished, are named`() throws {
    try folder.writeVOC(["a", "b"])
    let set = try set()
    let path = try folder.writePicture("SegmentationClass/a.png")
    #expect(
      maskError { _ = try set.sample(at: 0) }
        == .hasColours(file: path, found: "red, green and blue"))
    try folder.remove("SegmentationClass/b.png")
    #expect(
      maskError { _ = try set.sample(at: 1) }
        == .vanished(file: set.maskPath(at: 1), set: "\(folder.path) train"))
  }

  @Test func `more classes than a mask can tell apart are refused`() throws {
    try folder.writeVOC(["a"])
    #expect(try set(classes: (0..<255).map(String.init)).classes.count == 255)
    #expect(
      maskError { _ = try set(classes: (0..<256).map(String.init)) }
        == .tooManyClasses(source: "\(folder.path) train", found: 256))
  }
}

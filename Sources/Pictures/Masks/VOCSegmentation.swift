/// Pictures with masks as Pascal VOC lays them out (Everingham et al., 2010).
///
/// Pictures are `JPEGImages/<name>.jpg` (or `.jpeg`, `.png`), masks `SegmentationClass/<name>.png`,
/// and the names of a split stand in `ImageSets/Segmentation/<split>.txt` (or
/// `ImageSets/SegmentationAug`), one a line, in the order of the set.
public struct VOCSegmentation: MaskedFileSet {
  /// VOC's 20 classes behind the background.
  public static let classNames = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa",
    "train", "tvmonitor",
  ]

  /// The folder of `JPEGImages`, `SegmentationClass` and `ImageSets`.
  public let root: String
  /// The split.
  public let split: String
  let files: MaskedFiles

  /// Finds the pictures of `split` below `folder`; nothing is opened but the list.
  ///
  /// The folder is the set's own, or has it as `VOC2012` or `VOCdevkit/VOC2012`, or as `VOC2007` in
  /// the same places.
  ///
  /// Masks lie in `SegmentationClass`; for a split whose name ends in `aug`, such as `trainaug` and
  /// `train_aug`, those in `SegmentationClassAug` come first (SBD's, as PNG); with `masks`, in the
  /// folder called so alone. Masks that are not there are those of SBD as it is published, where
  /// `sbd` is its folder (`benchmark_RELEASE/dataset`, or one that has it).
  ///
  /// Classes are `classes`, else those of `classes.txt` in the set's folder, one a line, else VOC's
  /// 21.
  ///
  /// - Throws: `MaskError.notSuchSet`, `.noSplit`, `.notFound`, `.tooManyClasses`;
  ///   `ImageSetError.noPictures` and `.badLine` for the list or the classes; `PicturesError`.
  public init(
    _ folder: String, split: String, masks: String? = nil, sbd: String? = nil,
    classes: [String]? = nil,
    decoding: ImageDecoding = ImageDecoding(), limits: ImageLimits = .standard
  ) throws {
    let root = Self.root(in: folder)
    let (list, names) = try SplitLists(of: root).names(of: split)
    let folders = Self.maskFolders(of: split, given: masks).map { "\(root)/\($0)" }
    let more = try sbd.map(Self.sbdFolder)
    self.root = root
    self.split = split
    files = try MaskedFiles(
      source: "\(root) \(split)",
      entries: names.map { name in
        MaskedFiles.Entry(
          name: name,
          image: try existing(
            ["jpg", "jpeg", "png"].map { "\(root)/JPEGImages/\(name).\($0)" }, what: "picture",
            of: name, source: "\(list) lists it"),
          mask: try existing(
            folders.map { "\($0)/\(name).png" } + (more.map { ["\($0)/\(name).mat"] } ?? []),
            what: "mask", of: name, source: "\(list) lists it"))
      },
      classes: namesOfClasses(classes, in: root) ?? Self.classNames, decoding: decoding,
      limits: limits)
  }

  /// VOC's colours.
  public var palette: [Color] { Palette.voc }

  /// The names of the splits of the set that lies in or below `folder`, sorted.
  ///
  /// - Throws: `MaskError.notSuchSet`, `PicturesError.unreadable`.
  public static func splits(in folder: String) throws -> [String] {
    try SplitLists(of: root(in: folder)).names
  }

  /// Where the set lies: `folder`, or below it where VOC's archives unpack to.
  private static func root(in folder: String) -> String {
    let folder = withoutEndSlash(folder)
    let below = ["", "/VOCdevkit"].flatMap { ["\($0)/VOC2012", "\($0)/VOC2007"] }
    return ([""] + below).map { folder + $0 }.first(where: SplitLists.lie) ?? folder
  }

  /// The folders that a mask may lie in, in the order in which they are looked through.
  private static func maskFolders(of split: String, given: String?) -> [String] {
    if let given { return [given] }
    let isAugmented = split.lowercased().hasSuffix("aug")
    return (isAugmented ? ["SegmentationClassAug"] : []) + ["SegmentationClass"]
  }

  /// The folder of SBD's masks, in or below `folder`.
  private static func sbdFolder(in folder: String) throws -> String {
    let root = withoutEndSlash(folder)
    let places = ["", "/dataset", "/benchmark_RELEASE/dataset"].map { "\(root)\($0)/cls" }
    guard let place = places.first(where: isFolder) else {
      throw MaskError.notSuchSet(root: root, expected: "the folder cls with SBD's masks")
    }
    return place
  }
}

/// 60,000 pictures of 3x32x32, a hundred classes (Krizhevsky, 2009), from the binary version.
///
/// The labels are the fine ones; the twenty coarse ones are left aside.
public struct CIFAR100: StoredPictureSet {
  /// The hundred fine classes, in the order of the labels.
  public static let classNames = [
    "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle",
    "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle",
    "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch",
    "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox",
    "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion",
    "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain", "mouse", "mushroom",
    "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
    "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road",
    "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake",
    "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone",
    "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale",
    "willow_tree", "wolf", "woman", "worm",
  ]

  /// The pictures, labels and class names.
  public let pictures: PictureArray

  /// Reads `train.bin` or `test.bin`, in `folder` or in `folder/cifar-100-binary`.
  ///
  /// The file has `picturesPerFile` pictures: 50,000 to train on and 10,000 to test on where it is
  /// left out; a smaller copy made for trials may have fewer. Class names are read from
  /// `fine_label_names.txt` where it is beside the file.
  ///
  /// - Throws: `PicturesError`, where a file is missing, has another size or a label out of range.
  public init(folder: String, split: PublishedSplit, picturesPerFile: Int? = nil) throws {
    let files = CIFARFiles(
      name: "CIFAR-100 \(split.rawValue)", subfolder: "cifar-100-binary",
      archive: "cifar-100-binary.tar.gz", fetched: "cifar100", files: ["\(split.rawValue).bin"],
      records: picturesPerFile ?? (split == .train ? 50_000 : 10_000), labelBytes: 2,
      namesFile: "fine_label_names.txt", names: Self.classNames)
    pictures = try files.pictures(in: folder)
  }
}

import Networks
import Pictures
import Settings

/// Which pictures are trained, validated and tested on, and how they are read and changed.
///
/// The published sets have one size and a test part. Pictures of a person's own (`folder`, `list`,
/// `tar`) are files of any size, in the parts in which they are given; settings that are only for
/// these are `nil` for a published set.
public struct DataSettings: Sendable, Hashable {
  /// The data sets that Spar reads.
  public enum Collection: String, Sendable, CaseIterable {
    /// Ten kinds of clothing, 1x28x28.
    case fashionMNIST = "fashion-mnist"
    /// Ten classes, 3x32x32.
    case cifar10
    /// A hundred classes, 3x32x32.
    case cifar100
    /// Ten shapes filled with ten textures, drawn as they are asked for, 3x32x32 or as `size` says.
    case shapes
    /// JPEG and PNG files in a folder for each class.
    case folder
    /// JPEG and PNG files that text files list with their classes.
    case list
    /// JPEG and PNG files in tar archives, in a folder for each class.
    case tar
    /// Pictures and the classes of their pixels, laid out as VOC's.
    case vocSegmentation = "voc-segmentation"
    /// The same of streets, laid out as Cityscapes'.
    case cityscapes
    /// The same in a folder of pictures and one of masks.
    case masks

    /// Whether it is a published set, or the drawn one, rather than pictures of a person's own, for
    /// whose files these layouts stand too.
    public var isPublished: Bool {
      [.fashionMNIST, .cifar10, .cifar100, .shapes].contains(self)
    }

    /// Whether its pictures come with the classes of their pixels.
    public var hasMasks: Bool { [.vocSegmentation, .cityscapes, .masks].contains(self) }
  }

  /// Which of the training pictures are held out for validation and testing.
  public enum Holdout: String, Sendable, CaseIterable {
    /// The last ones.
    case last
    /// Some drawn by the seed.
    case random
    /// Some drawn by the seed, of every class in proportion.
    case stratified
  }

  /// The data set.
  public var collection = Collection.fashionMNIST
  /// Where its files are; `nil` for a published set's usual folder.
  ///
  /// For `folder`, the folder of `train`, `val` and `test` or of the classes themselves; for `list`
  /// and `tar`, a folder of lists or archives, or one list or archive.
  public var folder: String?
  /// A text file of a network's classes in the order of its outputs, such as ImageNet's
  /// `LOC_synset_mapping.txt`, by which those of a person's own pictures are named and numbered;
  /// `nil` leaves them as the pictures tell.
  public var classFile: String?
  /// How pictures with the classes of their pixels are found and shown; `nil` for the usual ones, and for
  /// other sets.
  public var masks: MaskSettings?
  /// How many training pictures, or which share of them, are held out for validation; 0 holds none.
  ///
  /// `nil` takes the set's own validation part; where it has none, 5,000 of a published set and a tenth
  /// of a person's own pictures.
  public var validation: Amount?
  /// How many of a person's own pictures, or which share, are held out to be judged at the end.
  ///
  /// `nil` takes the set's own test part; where it has none, the validation part is judged, or a
  /// tenth held out where it does not have that either. With 0 the validation pictures are judged.
  public var test: Amount?
  /// Which ones are held out.
  public var holdout = Holdout.last
  /// How many of the remaining training pictures are used; `nil` for all.
  ///
  /// Some drawn by the seed, of every class in proportion; of a published set that is not held out
  /// `stratified`, the first ones.
  public var limit: Int?
  /// What draws the pictures held out and those used, so that runs of other seeds have the same;
  /// `nil` for the run's seed.
  public var splitSeed: UInt64?
  /// The height and width that pictures are given; `nil` for 224, and for what those of published
  /// sets and shapes have: 28 and 32.
  public var size: Int?
  /// 3 for red, green and blue, 1 for grey; `nil` for 3.
  public var channels: Int?
  /// How new pixels are found wherever pictures get another size; `nil` for `bilinear`.
  public var interpolation: Resampling?
  /// The side of what is judged, as a part of the shorter side of the resized picture, of which it
  /// is the middle; `nil` for 0.875.
  public var cropFraction: Double?
  /// How many decoded pixels a new one is made of at least, along each side, where a JPEG is decoded
  /// at a half, a quarter or an eighth of its size to save time; `nil` decodes every pixel.
  public var reducingGap: Double?
  /// Whether pictures are turned as their EXIF orientation says; `nil` for true.
  public var upright: Bool?
  /// What is done about pictures that cannot be read; `nil` for `refuse`.
  public var damaged: DamagedPictures?
  /// How large pictures may be, checked before memory is taken; `nil` for `ImageLimits.standard`.
  public var limits: ImageLimits?
  /// Shows a random part of each training picture; `nil` shows what is shown when it is judged.
  public var randomResizedCrop: RandomResizedCropSettings?
  /// How many zeros are padded at each side before a crop of the old size; 0 does not crop.
  public var cropPadding = 4
  /// How often a picture is mirrored.
  public var flip = 0.5
  /// Changes pictures by a policy, after they were cropped and mirrored; `nil` does not.
  ///
  /// Where the method learns from views of the pictures, a policy changes these alone.
  public var autoAugment: AutoAugmentSettings?
  /// Changes pictures by random operations, at the same place; `nil` does not.
  public var randAugment: RandAugmentSettings?
  /// Mixes pictures with changes of themselves, at the same place; `nil` does not.
  public var augMix: AugMixSettings?
  /// Turns pictures by a random angle; `nil` does not.
  public var rotation: RotationSettings?
  /// Changes colours at random; `nil` does not.
  public var colorJitter: ColorJitterSettings?
  /// How often a picture is made grey.
  public var grayscale = 0.0
  /// Paints over a random rectangle; `nil` does not.
  public var erasing: ErasingSettings?
  /// How many threads read and augment.
  public var threads = 1
  /// How many pictures a CIFAR file holds; `nil` for the published number.
  public var picturesPerFile: Int?

  /// Fashion-MNIST, the last 5,000 training pictures held out.
  public init() {}
}

extension DataSettings {
  /// The folder or file read from.
  public var place: String {
    switch collection {
    case .fashionMNIST: folder ?? FashionMNIST.defaultFolder
    case .shapes: "the drawn shapes"
    default: folder ?? "data"
    }
  }

  /// The channels, height and width of the pictures that a network is given.
  public var pictureShape: [Int] {
    switch collection {
    case .fashionMNIST: [1, size ?? 28, size ?? 28]
    case .cifar10, .cifar100: [3, size ?? 32, size ?? 32]
    case .shapes: [3, size ?? 32, size ?? 32]
    case .folder, .list, .tar: [channels ?? 3, size ?? 224, size ?? 224]
    case .vocSegmentation, .cityscapes, .masks: [3, size ?? 513, size ?? 513]
    }
  }

  /// How many classes a published set has; `nil` where only the pictures tell.
  public var classes: Int? {
    collection.isPublished ? collection == .cifar100 ? 100 : 10 : nil
  }

  /// The mean and deviation of a published set's training pictures, else of ImageNet's.
  ///
  /// Of grey pictures, the means of ImageNet's three.
  public var normalization: Normalization {
    switch collection {
    case .fashionMNIST: Normalization(mean: [0.2860], deviation: [0.3530])
    case .cifar10:
      Normalization(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
    case .cifar100:
      Normalization(mean: [0.5071, 0.4866, 0.4409], deviation: [0.2673, 0.2564, 0.2762])
    case .shapes: Normalization(mean: [0.5, 0.5, 0.5], deviation: [0.29, 0.29, 0.29])
    case .folder, .list, .tar, .vocSegmentation, .cityscapes, .masks:
      channels == 1
        ? Normalization(mean: [0.449], deviation: [0.226])
        : Normalization(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    }
  }
}

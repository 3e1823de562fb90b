import Networks
import Pictures
import Randomness

/// Which pictures are trained, validated and tested on.
public struct DataSettings: Sendable, Hashable {
  /// The data sets that Spar reads.
  public enum Collection: String, Sendable, CaseIterable {
    /// Ten kinds of clothing, 1x28x28.
    case fashionMNIST = "fashion-mnist"
    /// Ten classes, 3x32x32.
    case cifar10
    /// A hundred classes, 3x32x32.
    case cifar100
  }

  /// Which of the training pictures are held out for validation.
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
  /// Where its files are; `nil` for the set's usual folder.
  public var folder: String?
  /// How many training pictures are held out for validation; 0 holds none.
  public var validation = 5_000
  /// Which ones.
  public var holdout = Holdout.last
  /// How many of the remaining training pictures are used, from the first; `nil` for all.
  public var limit: Int?
  /// How many zeros are padded at each side before a crop of the old size; 0 does not crop.
  public var cropPadding = 4
  /// How often a picture is mirrored.
  public var flip = 0.5
  /// How many threads read and augment.
  public var threads = 1
  /// How many pictures a CIFAR file holds; `nil` for the published number.
  public var picturesPerFile: Int?

  /// Fashion-MNIST, the last 5,000 training pictures held out.
  public init() {}
}

/// The pictures of a run.
public struct PictureSplits: Sendable {
  /// The ones learned from.
  public let training: any PictureSet
  /// The ones held out to choose on; `nil` where there are none.
  public let validation: (any PictureSet)?
  /// The ones judged on at the end.
  public let test: any PictureSet
}

extension DataSettings {
  /// The folder read from.
  public var place: String {
    folder ?? (collection == .fashionMNIST ? FashionMNIST.defaultFolder : "data")
  }

  /// The pictures' channels, height and width.
  public var pictureShape: [Int] { collection == .fashionMNIST ? [1, 28, 28] : [3, 32, 32] }

  /// How many classes the set has.
  public var classes: Int { collection == .cifar100 ? 100 : 10 }

  /// The mean and deviation of the set's training pictures.
  public var normalization: Normalization {
    switch collection {
    case .fashionMNIST: Normalization(mean: [0.2860], deviation: [0.3530])
    case .cifar10:
      Normalization(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
    case .cifar100:
      Normalization(mean: [0.5071, 0.4866, 0.4409], deviation: [0.2673, 0.2564, 0.2762])
    }
  }

  /// What is done to each training picture.
  public var augmentation: [any Transform] {
    var transforms: [any Transform] = []
    if cropPadding > 0 {
      transforms.append(PadAndCrop(padding: cropPadding, size: pictureShape[1]))
    }
    if flip > 0 { transforms.append(RandomFlip(probability: flip)) }
    return transforms
  }

  /// One published part of the set, whole.
  ///
  /// - Throws: `PicturesError` where its files are missing or damaged.
  public func pictures(_ part: PublishedSplit) throws -> any PictureSet {
    switch collection {
    case .fashionMNIST: try FashionMNIST(folder: place, split: part)
    case .cifar10:
      try CIFAR10(folder: place, split: part, picturesPerFile: picturesPerFile ?? 10_000)
    case .cifar100: try CIFAR100(folder: place, split: part, picturesPerFile: picturesPerFile)
    }
  }

  /// The training pictures without and with those held out, and the test pictures.
  ///
  /// - Throws: `PicturesError` where files are damaged or more is held out than there is.
  public func splits(seed: Seed) throws -> PictureSplits {
    let all = try pictures(.train)
    let test = try pictures(.test)
    guard validation > 0 else {
      return PictureSplits(
        training: limited(Array(0..<all.count), of: all), validation: nil, test: test)
    }
    let parts =
      switch holdout {
      case .last: try Split.held(outOf: all.count, last: validation)
      case .random: try Split.held(outOf: all.count, random: validation, seed: seed)
      case .stratified: try Split.held(outOf: all.labels, stratified: validation, seed: seed)
      }
    return PictureSplits(
      training: limited(parts.training, of: all), validation: Subset(all, parts.validation),
      test: test)
  }

  private func limited(_ places: [Int], of set: any PictureSet) -> Subset {
    Subset(set, limit.map { Array(places.prefix($0)) } ?? places)
  }
}

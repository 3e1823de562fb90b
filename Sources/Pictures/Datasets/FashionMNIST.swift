import Foundation

/// 70,000 grey pictures of 28x28, ten kinds of clothing (Xiao et al., 2017, arXiv 1708.07747).
///
/// Another set in the same files, such as MNIST, is read as well: give its class names.
public struct FashionMNIST: StoredPictureSet {
  /// Where Debian's package `dataset-fashion-mnist` puts the files.
  public static let defaultFolder = "/usr/share/datasets/fashion-mnist"

  /// The ten kinds of clothing, in the order of the labels.
  public static let classNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  /// The pictures, labels and class names.
  public let pictures: PictureArray

  /// Reads `{train,t10k}-{images-idx3,labels-idx1}-ubyte` from `folder`, plain or gzip.
  ///
  /// Where a file is there with and without the ending `.gz`, the one without is read.
  ///
  /// - Throws: `PicturesError`, where a file is missing or damaged, the counts of images and labels
  ///   differ, or a label is not a place in `classes`.
  public init(
    folder: String = defaultFolder, split: PublishedSplit, classes: [String] = classNames
  ) throws {
    let start = "\(folder)/\(split == .train ? "train" : "t10k")"
    let imageFile = present("\(start)-images-idx3-ubyte")
    let labelFile = present("\(start)-labels-idx1-ubyte")
    let images = try IDX(file: imageFile, dimensions: 3, advice: advice)
    let labels = try IDX(file: labelFile, dimensions: 1, advice: advice)
    guard images.shape[0] == labels.shape[0] else {
      throw PicturesError.countsDiffer(
        images: imageFile, imageCount: images.shape[0], labels: labelFile,
        labelCount: labels.shape[0], advice: advice)
    }
    if let bad = labels.bytes.firstIndex(where: { Int($0) >= classes.count }) {
      throw PicturesError.labelOutOfRange(
        file: labelFile, offset: 8 + bad, found: Int(labels.bytes[bad]), classes: classes.count,
        advice: advice)
    }
    let name = URL(fileURLWithPath: folder).lastPathComponent
    pictures = PictureArray(
      name: "\(name) \(split.rawValue)", shape: [1, images.shape[1], images.shape[2]],
      bytes: images.bytes, labels: labels.bytes.map(Int.init), classes: classes)
  }
}

/// `file`, or `file` with `.gz` where only that is there.
private func present(_ file: String) -> String {
  let files = FileManager.default
  return !files.fileExists(atPath: file) && files.fileExists(atPath: file + ".gz")
    ? file + ".gz" : file
}

private let advice = """
  Fashion-MNIST is installed by `apt-get install dataset-fashion-mnist` (and repaired with \
  `--reinstall`) in \(FashionMNIST.defaultFolder), or fetched by `spar fetch fashion-mnist` into \
  data/fashion-mnist; or give another folder that holds the files.
  """

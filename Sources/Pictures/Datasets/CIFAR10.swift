/// 60,000 pictures of 3x32x32, ten classes (Krizhevsky, 2009), from the binary version.
public struct CIFAR10: StoredPictureSet {
  /// The ten classes, in the order of the labels.
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// The pictures, labels and class names.
  public let pictures: PictureArray

  /// Reads `data_batch_1.bin` to `data_batch_5.bin`, or `test_batch.bin`.
  ///
  /// They lie in `folder` or in `folder/cifar-10-batches-bin`. Each has `picturesPerFile` pictures;
  /// a smaller copy made for trials may have fewer. Class names are read from `batches.meta.txt`
  /// where it is beside them.
  ///
  /// - Throws: `PicturesError`, where a file is missing, has another size or a label out of range.
  public init(folder: String, split: PublishedSplit, picturesPerFile: Int = 10_000) throws {
    let files = CIFARFiles(
      name: "CIFAR-10 \(split.rawValue)", subfolder: "cifar-10-batches-bin",
      archive: "cifar-10-binary.tar.gz", fetched: "cifar10",
      files: split == .train ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"],
      records: picturesPerFile, labelBytes: 1, namesFile: "batches.meta.txt",
      names: Self.classNames)
    pictures = try files.pictures(in: folder)
  }
}

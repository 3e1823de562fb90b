extension FetchableSet {
  /// All sets, in the order in which they are listed.
  ///
  /// Sizes and SHA-256 are those that TensorFlow Datasets 4.9.10 expects (`url_checksums`);
  /// `Docs/Training/Data.md` tells what else they agree with.
  public static let all: [FetchableSet] = [
    fashionMNIST, cifar10, cifar100, voc2007, voc2012, coco2017, imageNet, cityscapes,
  ]

  private static let fashionMNIST = FetchableSet(
    name: "fashion-mnist", contents: "70,000 grey pictures of 28x28, 10 kinds of clothing",
    licence: "MIT", page: "https://github.com/zalandoresearch/fashion-mnist",
    folder: "fashion-mnist",
    files: [
      clothing(
        "train-images-idx3-ubyte.gz", 26_421_880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", part: "train"),
      clothing(
        "train-labels-idx1-ubyte.gz", 29_515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", part: "train"),
      clothing(
        "t10k-images-idx3-ubyte.gz", 4_422_102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", part: "test"),
      clothing(
        "t10k-labels-idx1-ubyte.gz", 5_148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", part: "test"),
    ])

  private static let cifar10 = FetchableSet(
    name: "cifar10", contents: "60,000 pictures of 32x32, 10 classes", licence: unstated,
    page: "https://www.cs.toronto.edu/~kriz/cifar.html", folder: "cifar-10-batches-bin",
    files: [
      FetchableFile(
        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", size: 170_052_171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        form: .tarGzip(atMost: 190_000_000))
    ])

  private static let cifar100 = FetchableSet(
    name: "cifar100", contents: "60,000 pictures of 32x32, 100 classes", licence: unstated,
    page: "https://www.cs.toronto.edu/~kriz/cifar.html", folder: "cifar-100-binary",
    files: [
      FetchableFile(
        "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", size: 168_513_733,
        sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
        form: .tarGzip(atMost: 190_000_000))
    ])

  private static let voc2007 = FetchableSet(
    name: "voc2007", contents: "9,963 pictures, 20 classes: boxes, some masks", licence: flickr,
    page: "http://host.robots.ox.ac.uk/pascal/VOC/voc2007", folder: "VOCdevkit/VOC2007",
    files: [
      vocArchive(
        "voc2007/VOCtrainval_06-Nov-2007.tar", 460_032_000,
        "7d8cd951101b0957ddfd7a530bdc8a94f06121cfc1e511bb5937e973020c7508", part: "trainval"),
      vocArchive(
        "voc2007/VOCtest_06-Nov-2007.tar", 451_020_800,
        "6836888e2e01dca84577a849d339fa4f73e1e4f135d312430c4856b5609b4892", part: "test"),
    ])

  private static let voc2012 = FetchableSet(
    name: "voc2012", contents: "17,125 pictures, 20 classes: boxes, some masks", licence: flickr,
    page: "http://host.robots.ox.ac.uk/pascal/VOC/voc2012", folder: "VOCdevkit/VOC2012",
    files: [
      vocArchive(
        "voc2012/VOCtrainval_11-May-2012.tar", 1_999_639_040,
        "e14f763270cf193d0b5f74b169f44157a4b0c6efa708f4dd0ff78ee691763bcb")
    ])

  private static let coco2017 = FetchableSet(
    name: "coco2017", contents: "123,287 pictures, 80 classes: boxes, masks, captions",
    licence: "annotations CC BY 4.0; pictures under Flickr's terms",
    page: "https://cocodataset.org", folder: "coco",
    files: [
      cocoArchive(
        "annotations/annotations_trainval2017.zip", 252_907_541, atMost: 1_000_000_000,
        "113a836d90195ee1f884e704da6304dfaaecff1f023f49b6ca93c4aaae470268", part: "annotations"),
      cocoArchive(
        "zips/val2017.zip", 815_585_330, atMost: 900_000_000,
        "4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05", part: "val"),
      cocoArchive(
        "zips/train2017.zip", 19_336_861_798, atMost: 21_000_000_000,
        "69a8bb58ea5f8f99d24875f21416de2e9ded3178e903f1f7603e283b9e06d929", part: "train"),
    ])

  private static let unstated = "none stated; cite Krizhevsky, 2009"
  private static let flickr = "pictures under Flickr's terms; cite Everingham et al., 2010"
}

private func clothing(
  _ name: String, _ size: Int, _ sha256: String, part: String
) -> FetchableFile {
  FetchableFile(
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/\(name)", size: size,
    sha256: sha256, form: .plain, folder: "fashion-mnist", part: part)
}

private func vocArchive(
  _ path: String, _ size: Int, _ sha256: String, part: String? = nil
) -> FetchableFile {
  FetchableFile(
    "https://thor.robots.ox.ac.uk/pascal/VOC/\(path)", size: size, sha256: sha256,
    form: .tar(atMost: size), part: part)
}

private func cocoArchive(
  _ path: String, _ size: Int, atMost limit: Int, _ sha256: String, part: String
) -> FetchableFile {
  FetchableFile(
    "http://images.cocodataset.org/\(path)", size: size, sha256: sha256,
    form: .zip(atMost: limit), folder: "coco", part: part)
}

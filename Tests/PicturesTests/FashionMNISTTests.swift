import Foundation
import Pictures
import Testing

struct FashionMNISTTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(images: [UInt8], labels: [UInt8], start: String = "train") throws {
    try folder.write(images, to: "\(start)-images-idx3-ubyte")
    try folder.write(labels, to: "\(start)-labels-idx1-ubyte")
  }

  @Test func `pictures and labels come in the order of the files`() throws {
    try write(images: idx([2, 1, 2], [1, 2, 3, 4]), labels: idx([2], [9, 0]))
    let set = try FashionMNIST(folder: folder.path, split: .train)
    #expect(set.count == 2)
    #expect(set.labels == [9, 0])
    #expect(set.classes[set.label(at: 0)] == "Ankle boot")
    let picture = Picture(channels: 1, height: 1, width: 2, bytes: [3, 4])
    #expect(set.sample(at: 1) == Sample(picture: picture, label: 0, index: 1))
  }

  @Test func `the test split is read from gzip files beside the others`() throws {
    try write(images: idx([1, 1, 1], [1]), labels: idx([1], [1]))
    try folder.write(gzip(idx([1, 1, 1], [7])), to: "t10k-images-idx3-ubyte.gz")
    try folder.write(gzip(idx([1], [4])), to: "t10k-labels-idx1-ubyte.gz")
    let set = try FashionMNIST(folder: folder.path, split: .test)
    #expect(set.sample(at: 0).picture.bytes == [7])
    #expect(set.label(at: 0) == 4)
  }

  @Test func `another set in the same files has the names it is given`() throws {
    try write(images: idx([1, 1, 1], [1]), labels: idx([1], [3]))
    let digits = (0...9).map(String.init)
    let set = try FashionMNIST(folder: folder.path, split: .train, classes: digits)
    #expect(set.classes[set.label(at: 0)] == "3")
  }

  @Test func `a missing file is named with the package that has it`() throws {
    try folder.write(idx([1, 1, 1], [1]), to: "train-images-idx3-ubyte")
    let error = picturesError { _ = try FashionMNIST(folder: folder.path, split: .train) }
    guard case .missing(folder.path + "/train-labels-idx1-ubyte", let advice) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(advice.contains("apt-get install dataset-fashion-mnist"))
  }

  @Test func `more images than labels are refused`() throws {
    try write(images: idx([3, 1, 1], [1, 2, 3]), labels: idx([2], [1, 2]))
    let error = picturesError { _ = try FashionMNIST(folder: folder.path, split: .train) }
    guard case .countsDiffer(_, 3, _, 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a label of no class is refused at its offset`() throws {
    try write(images: idx([3, 1, 1], [1, 2, 3]), labels: idx([3], [9, 0, 10]))
    let error = picturesError { _ = try FashionMNIST(folder: folder.path, split: .train) }
    let file = folder.path + "/train-labels-idx1-ubyte"
    guard case .labelOutOfRange(file, 10, 10, 10, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `images in the place of labels are refused`() throws {
    try write(images: idx([1, 1, 1], [1]), labels: idx([1, 1, 1], [1]))
    let error = picturesError { _ = try FashionMNIST(folder: folder.path, split: .train) }
    guard case .wrongMagic(_, [0, 0, 8, 3], [0, 0, 8, 1], _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: FashionMNIST.defaultFolder)),
    arguments: [(PublishedSplit.train, 60_000), (.test, 10_000)])
  func `the installed data set has its pictures, a tenth of them in each class`(
    split: PublishedSplit, count: Int
  ) throws {
    let set = try FashionMNIST(split: split)
    #expect(set.pictures.shape == [1, 28, 28])
    #expect(set.count == count)
    let sizes = Dictionary(grouping: set.labels) { $0 }.mapValues(\.count)
    #expect(sizes == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, count / 10) }))
  }
}

import Foundation
import Pictures
import Testing

struct CIFARTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Records with the given label bytes; the picture of record `i` starts at `shade + i`.
  private func records(_ labels: [[UInt8]], shade: Int = 0) -> [UInt8] {
    labels.enumerated().flatMap { number, label in
      label + (0..<3072).map { UInt8(truncatingIfNeeded: $0 + shade + number) }
    }
  }

  private func writeTraining(in subfolder: String = "") throws {
    for file in 1...5 {
      try folder.write(
        records([[UInt8(file)], [0]], shade: 10 * file), to: "\(subfolder)data_batch_\(file).bin")
    }
  }

  @Test(arguments: ["", "cifar-10-batches-bin/"])
  func `five files make one training set, in order`(subfolder: String) throws {
    try writeTraining(in: subfolder)
    let set = try CIFAR10(folder: folder.path, split: .train, picturesPerFile: 2)
    #expect(set.labels == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
    let last = set.sample(at: 9)
    #expect(last.picture.shape == [3, 32, 32])
    #expect(last.picture.bytes == (0..<3072).map { UInt8(truncatingIfNeeded: $0 + 51) })
    #expect(last.picture[2, 1, 3] == UInt8(truncatingIfNeeded: 2 * 1024 + 32 + 3 + 51))
  }

  @Test func `the test file makes the test set`() throws {
    try folder.write(records([[9]]), to: "test_batch.bin")
    let set = try CIFAR10(folder: folder.path, split: .test, picturesPerFile: 1)
    #expect(set.classes[set.label(at: 0)] == "truck")
  }

  @Test(arguments: PublishedSplit.allCases)
  func `of the hundred classes' two labels the fine one is taken`(split: PublishedSplit) throws {
    try folder.write(records([[19, 99], [3, 42]]), to: "cifar-100-binary/\(split.rawValue).bin")
    let set = try CIFAR100(folder: folder.path, split: split, picturesPerFile: 2)
    #expect(set.labels == [99, 42])
    #expect(set.classes[42] == "leopard")
    #expect(set.sample(at: 1).picture.bytes == (0..<3072).map { UInt8(truncatingIfNeeded: $0 + 1) })
  }

  @Test func `the built-in names are as many as the classes, and differ`() {
    #expect(Set(CIFAR10.classNames).count == 10)
    #expect(Set(CIFAR100.classNames).count == 100)
    #expect(CIFAR100.classNames == CIFAR100.classNames.sorted())
  }

  @Test func `names beside the files are used`() throws {
    try folder.write(records([[1]]), to: "test_batch.bin")
    let names = (0..<10).map { "name \($0)" }
    let text = names.joined(separator: "\r\n") + "\r\n\r\n"
    try folder.write(Array(text.utf8), to: "batches.meta.txt")
    let set = try CIFAR10(folder: folder.path, split: .test, picturesPerFile: 1)
    #expect(set.classes == names)
  }

  @Test func `too few or too many names beside the files are refused`() throws {
    try folder.write(records([[1, 1]]), to: "test.bin")
    for count in [99, 101] {
      let text = (0..<count).map(String.init).joined(separator: "\n")
      let file = try folder.write(Array(text.utf8), to: "fine_label_names.txt")
      let error = picturesError {
        _ = try CIFAR100(folder: folder.path, split: .test, picturesPerFile: 1)
      }
      guard case .wrongNames(file, count, 100, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }
}

extension CIFARTests {
  @Test func `a missing file is named with the archive that has it`() throws {
    try writeTraining()
    let file = folder.path + "/data_batch_4.bin"
    try FileManager.default.removeItem(atPath: file)
    let error = picturesError {
      _ = try CIFAR10(folder: folder.path, split: .train, picturesPerFile: 2)
    }
    guard case .missing(file, let advice) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(advice.contains("cifar-10-binary.tar.gz"))
    #expect(advice.contains(folder.path + "/cifar-10-batches-bin/data_batch_1.bin"))
  }

  @Test(arguments: [0, 3072, 30_729_999, 30_730_001])
  func `a file of another size than ten thousand records is refused`(size: Int) throws {
    let file = try folder.write([], to: "test_batch.bin")
    #expect(truncate(file, size) == 0)
    let error = picturesError { _ = try CIFAR10(folder: folder.path, split: .test) }
    switch error {
    case .truncated(file, size, 30_730_000, _): #expect(size < 30_730_000)
    case .tooLong(file, size, 30_730_000, _): #expect(size > 30_730_000)
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test func `fifty thousand pictures of two labels each are expected to train on`() throws {
    let file = try folder.write([], to: "train.bin")
    let error = picturesError { _ = try CIFAR100(folder: folder.path, split: .train) }
    guard case .truncated(file, 0, 153_700_000, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a label of no class is refused in its file, at its offset`() throws {
    try writeTraining()
    let file = try folder.write(records([[1], [10]]), to: "data_batch_3.bin")
    let error = picturesError {
      _ = try CIFAR10(folder: folder.path, split: .train, picturesPerFile: 2)
    }
    guard case .labelOutOfRange(file, 3073, 10, 10, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a coarse label may be anything, a fine one may not`() throws {
    let file = try folder.write(records([[200, 5], [1, 100]]), to: "test.bin")
    let error = picturesError {
      _ = try CIFAR100(folder: folder.path, split: .test, picturesPerFile: 2)
    }
    guard case .labelOutOfRange(file, 3075, 100, 100, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

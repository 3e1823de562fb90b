import Foundation
import Randomness

/// A data set small enough to train on in a test, in a folder of its own, in the published format.
///
/// Each class is a pattern of its own, in each picture under other noise: a small network learns to
/// tell them apart in some ten steps. Picture `i` of each part is of class `i` modulo their number.
public final class TinyPictures {
  /// The folder that holds the files.
  public let folder: TemporaryFolder
  /// The overrides that make a recipe read them.
  public let settings: [String]

  private init(set: String, _ settings: [String] = []) throws {
    folder = try TemporaryFolder()
    self.settings = ["data.set=\(set)", "data.folder=\(folder.path)"] + settings
  }

  /// Pictures of 1x28x28 of ten classes, in the files of Fashion-MNIST.
  public static func fashionMNIST(training: Int = 120, test: Int = 40) throws -> TinyPictures {
    let set = try TinyPictures(set: "fashion-mnist")
    for (part, count) in [("train", training), ("t10k", test)] {
      let pictures = (0..<count).flatMap { picture($0, of: part, channels: 1, side: 28) }
      try set.folder.write(
        idx([count, 28, 28]) + pictures, to: "\(part)-images-idx3-ubyte")
      try set.folder.write(
        idx([count]) + (0..<count).map { UInt8($0 % 10) }, to: "\(part)-labels-idx1-ubyte")
    }
    return set
  }

  /// Pictures of 3x32x32 of ten classes, in the six files of CIFAR-10's binary version.
  public static func cifar10(perFile count: Int = 20) throws -> TinyPictures {
    let set = try TinyPictures(set: "cifar10", ["data.picturesPerFile=\(count)"])
    for file in (1...5).map({ "data_batch_\($0).bin" }) + ["test_batch.bin"] {
      let records = (0..<count).flatMap {
        [UInt8($0 % 10)] + picture($0, of: file, channels: 3, side: 32)
      }
      try set.folder.write(records, to: "cifar-10-batches-bin/\(file)")
    }
    return set
  }

  /// Pictures of 3x32x32 of a hundred classes, in the two files of CIFAR-100's binary version.
  public static func cifar100(perFile count: Int = 100) throws -> TinyPictures {
    let set = try TinyPictures(set: "cifar100", ["data.picturesPerFile=\(count)"])
    for file in ["train.bin", "test.bin"] {
      let records = (0..<count).flatMap {
        [UInt8($0 % 20), UInt8($0 % 100)]
          + picture($0, of: file, channels: 3, side: 32, classes: 100)
      }
      try set.folder.write(records, to: "cifar-100-binary/\(file)")
    }
    return set
  }

  /// The start of an IDX file of bytes of the given dimensions.
  private static func idx(_ shape: [Int]) -> [UInt8] {
    [0, 0, 8, UInt8(shape.count)]
      + shape.flatMap { length in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } }
  }

  /// Squares of 4x4 pixels, light or dark by the class, under noise of a deviation of about 18.
  private static func picture(
    _ index: Int, of part: String, channels: Int, side: Int, classes: Int = 10
  ) -> [UInt8] {
    let pattern = Seed(1) / "class" / (index % classes)
    var noise = (Seed(2) / part / index).stream
    var bytes: [UInt8] = []
    bytes.reserveCapacity(channels * side * side)
    for row in 0..<(channels * side) {
      let squares = (pattern / (row / 4)).value
      var random: UInt64 = 0
      for column in 0..<side {
        if column % 8 == 0 { random = noise.next() }
        let light: UInt64 = squares >> UInt64(column / 4) & 1 == 1 ? 160 : 32
        bytes.append(UInt8(light + random & 63))
        random >>= 8
      }
    }
    return bytes
  }
}

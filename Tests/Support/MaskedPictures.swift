import Foundation
import Pictures
import Randomness

/// Pictures with masks, laid out as VOC's: sky, ground and a box, in grey under noise, which a small
/// network learns to tell apart.
public final class MaskedPictures {
  /// The folder that holds everything.
  public let folder: TemporaryFolder
  /// The names of the classes.
  public static let classes = ["sky", "ground", "box", "nothing"]

  /// Its path.
  public var path: String { folder.path }

  /// `counts` pictures of each split, of 36 to 40 rows and 44 to 49 columns; the last class is of none.
  public init(_ counts: [String: Int] = ["train": 12, "val": 4, "test": 4]) throws {
    folder = try TemporaryFolder()
    try folder.write(Array(Self.classes.joined(separator: "\n").utf8), to: "classes.txt")
    for (split, count) in counts {
      let names = (0..<count).map { "\(split)_\($0)" }
      let list = names.joined(separator: "\n") + "\n"
      try folder.write(Array(list.utf8), to: "ImageSets/Segmentation/\(split).txt")
      for (number, name) in names.enumerated() {
        let (picture, mask) = Self.picture(name, number)
        try folder.write(picture.png(), to: "JPEGImages/\(name).png")
        try folder.write(mask.png(palette: Palette.voc), to: "SegmentationClass/\(name).png")
      }
    }
  }

  /// A picture and its mask; its top row is ignored.
  public static func picture(_ name: String, _ number: Int) -> (picture: Picture, mask: Mask) {
    let (height, width) = (36 + number % 5, 44 + number % 6)
    var random = (Seed(9) / name).stream
    let horizon = height / 2 + random.below(6)
    let (top, left) = (horizon - 6, random.below(width - 12))
    var classes = [UInt8](repeating: 0, count: height * width)
    for row in 0..<height {
      for column in 0..<width {
        let isBox = (top..<(top + 12)).contains(row) && (left..<(left + 12)).contains(column)
        classes[row * width + column] = row == 0 ? 255 : isBox ? 2 : row < horizon ? 0 : 1
      }
    }
    let levels: [UInt8] = [200, 90, 20]
    let bytes = (0..<3).flatMap { _ in
      classes.map { ($0 < 3 ? levels[Int($0)] : 200) + UInt8(random.below(40)) }
    }
    return (
      Picture(channels: 3, height: height, width: width, bytes: bytes),
      Mask(height: height, width: width, bytes: classes)
    )
  }
}

import Foundation
import Pictures
import Randomness

/// Pictures of a person's own, in a folder for each class, of several sizes and shapes.
///
/// Each class is a pattern of its own under noise, which a small network learns to tell apart.
public final class OwnPictures {
  /// The folder that holds everything.
  public let folder: TemporaryFolder

  /// Its path.
  public var path: String { folder.path }

  /// No pictures yet.
  public init() throws { folder = try TemporaryFolder() }

  /// Writes `count` PNG files `<part>/<class>/<number>.png` of each class, and makes the folders
  /// look as if they had not changed for a while, so that scans of them are remembered.
  public func add(
    _ count: Int, of classes: [String] = ["cat", "dog", "horse"], to part: String = ""
  ) throws {
    for name in classes {
      for number in 0..<count {
        let place = [part, name, "\(number).png"].filter { !$0.isEmpty }.joined(separator: "/")
        try folder.write(Self.picture(name, number).png(), to: place)
      }
    }
    try age()
  }

  /// Picture `number` of a class: 3 channels, 20 to 24 rows, 24 to 29 columns.
  public static func picture(_ name: String, _ number: Int) -> Picture {
    let (height, width) = (20 + number % 5, 24 + number % 6)
    let pattern = Seed(7) / name
    var noise = (pattern / number).stream
    let bytes = (0..<3 * height).flatMap { row in
      let squares = (pattern / "square" / (row % height / 5) / (row / height)).value
      return (0..<width).map { column in
        UInt8((squares >> UInt64(column / 5) & 1 == 1 ? 180 : 40) + noise.below(30))
      }
    }
    return Picture(channels: 3, height: height, width: width, bytes: bytes)
  }

  /// Makes every folder look as if it had last changed a minute ago.
  public func age() throws {
    let files = FileManager.default
    let names = files.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let past = Date(timeIntervalSinceNow: -60)
    for place in [path] + names.map({ "\(path)/\($0)" }) {
      try files.setAttributes([.modificationDate: past], ofItemAtPath: place)
    }
  }
}

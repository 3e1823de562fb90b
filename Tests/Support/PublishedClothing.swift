import Foundation

/// Fashion-MNIST's files as its makers publish them, by their paths on a server.
///
/// Debian's package has the same compressed bytes behind another head: without the name and the
/// time of each file, which are put back here.
public enum PublishedClothing {
  private static let folder = "/usr/share/datasets/fashion-mnist"

  /// The four files; `nil` where Debian's package is not installed.
  public static func files() throws -> [String: [UInt8]]? {
    var files: [String: [UInt8]] = [:]
    for (name, time) in [
      ("train-images-idx3-ubyte", 1_504_176_606), ("train-labels-idx1-ubyte", 1_504_176_606),
      ("t10k-images-idx3-ubyte", 1_504_176_627), ("t10k-labels-idx1-ubyte", 1_504_176_627),
    ] as [(String, UInt32)] {
      let path = "\(folder)/\(name).gz"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let body = try Data(contentsOf: URL(filePath: path)).dropFirst(10)
      let start = [0x1f, 0x8b, 8, 8] + withUnsafeBytes(of: time.littleEndian, Array.init) + [0, 3]
      files["/\(name).gz"] = start + Array(name.utf8) + [0] + body
    }
    return files
  }
}

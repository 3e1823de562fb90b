import Foundation
import Randomness

/// Where scans of folders are remembered, so that a large one is not read again each time.
///
/// A scan is forgotten as soon as a folder in it changes. The files may be removed at any time.
public struct ScanMemory: Sendable, Hashable {
  /// The folder of the files; it is made when the first is written.
  public let folder: String

  /// A memory in `folder`.
  public init(folder: String) { self.folder = folder }

  /// `$XDG_CACHE_HOME/spar/scans`, or `~/.cache/spar/scans`; `nil` where there is no home either.
  ///
  /// Source: XDG Base Directory Specification 0.8, which passes over a path that is not absolute.
  public static func user(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ScanMemory? {
    let caches = [
      environment["XDG_CACHE_HOME"], environment["HOME"].map { $0 + "/.cache" },
    ]
    return caches.compactMap(\.self).first { $0.hasPrefix("/") }
      .map { ScanMemory(folder: $0 + "/spar/scans") }
  }

  /// The file for the scan of `place`; two places share one at worst, and then forget each other.
  func file(for place: String) -> String {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = URL(filePath: place).standardizedFileURL.path
    let name = String((Seed(0) / path).value, radix: 16)
    return "\(folder)/\(name)"
  }
}

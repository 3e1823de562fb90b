import Foundation

/// A disk in memory that holds a few megabytes; a folder where none can be mounted.
public final class SmallDisk {
  /// Where it is.
  public let path: String
  private let folder: TemporaryFolder

  /// Whether this process may mount disks.
  public static let isPossible: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
    defer { umount2(folder.path, 0) }
    return mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0
  }()

  /// An empty disk.
  public init(megabytes: Int) throws {
    folder = try TemporaryFolder()
    path = folder.path
    if Self.isPossible, mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") != 0 {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit { if Self.isPossible { umount2(path, 0) } }

  /// Fills the disk but for so many bytes.
  public func fill(leaving bytes: Int) throws {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw CocoaError(.fileReadUnknown) }
    let free = Int(status.f_bavail) * Int(status.f_bsize)
    try Data(count: max(0, free - bytes)).write(to: URL(filePath: "\(path)/ballast"))
  }

  /// Makes room again.
  public func free() throws { try FileManager.default.removeItem(atPath: "\(path)/ballast") }
}

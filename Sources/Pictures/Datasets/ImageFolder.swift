import Foundation

/// Pictures sorted into a folder for each class, such as `cats/1.jpg` and `dogs/7.png`.
///
/// Classes, pictures and their order are those of `torchvision.datasets.ImageFolder`: classes
/// sorted, then folders within them, then files with a picture's ending, all by their bytes. Hidden
/// files and folders are left out. Links to folders are followed.
public struct ImageFolder: EncodedPictureSet {
  /// The folder of class folders.
  public let folder: String
  /// How `sample(at:)` decodes the pictures.
  public let decoding: ImageDecoding
  /// How large a picture may be.
  public let limits: ImageLimits
  private let scan: FolderScan

  /// Finds the pictures in `folder`; none is opened.
  ///
  /// Where `memory` names a file, the scan is kept in it, and taken from it as long as no folder
  /// has changed; a folder that changed in the last two seconds is not trusted yet. Nothing is kept
  /// where the file cannot be written. `progress` is called after each class.
  ///
  /// - Throws: `PicturesError.missing` or `.unreadable` for a folder; `ImageSetError.noClasses`,
  ///   `.emptyClass`, `.classesDifferInCase`, `.badName` and `.tooDeep`.
  public init(
    _ folder: String, decoding: ImageDecoding = ImageDecoding(), limits: ImageLimits = .standard,
    memory: String? = nil, progress: (ScanProgress) -> Void = { _ in }
  ) throws {
    self.folder = folder
    self.decoding = decoding
    self.limits = limits
    let kept = memory.map { FolderMemory($0, of: folder) }
    if let scan = kept?.recall() {
      self.scan = scan
      return
    }
    let began = Int(Date().timeIntervalSince1970 * 1e9)
    scan = try FolderScan(folder, progress: progress)
    try? kept?.remember(scan, began: began)
  }

  /// How many pictures there are.
  public var count: Int { scan.files.count }

  /// The names of the class folders, sorted.
  public var classes: [String] { scan.classes }

  /// The folder and the numbers of pictures and classes.
  public var description: String { "\(folder) (\(count) pictures, \(classes.count) classes)" }

  /// The path of picture `index`.
  public func path(at index: Int) -> String { "\(folder)/\(scan.files[index])" }

  /// The class of picture `index`.
  public func label(at index: Int) -> Int { scan.label(at: index) }

  /// Picture `index` as it is stored.
  ///
  /// - Throws: `ImageSetError.vanished`, `PicturesError.unreadable`, `ImageError`.
  public func image(at index: Int) throws -> ImageFile {
    try listedImage(path(at: index), by: "when \(folder) was scanned", limits: limits)
  }
}

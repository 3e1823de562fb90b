import Foundation

/// The pictures that `paths` name: each file as it is, and of each folder all files with a
/// picture's ending, folders within it included.
///
/// The order is that of `paths`, within a folder that of the bytes of the files' paths. Hidden
/// files and folders are left out.
///
/// - Throws: `PicturesError.missing` and `.unreadable`; `ImageSetError.noPictures` for a folder
///   without any, `.badName` and `.tooDeep`.
public func picturePaths(in paths: [String]) throws -> [String] {
  try paths.flatMap { path in
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw PicturesError.missing(file: path, advice: "Give a picture or a folder of pictures.")
    }
    guard isFolder.boolValue else { return [path] }
    let found = try pictures(
      below: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
    guard !found.isEmpty else { throw ImageSetError.noPictures(file: path) }
    return found
  }
}

private func pictures(below folder: String) throws -> [String] {
  var found: [String] = []
  var open = [(path: folder, depth: 1)]
  while let (path, depth) = open.popLast() {
    guard depth <= deepestFolder else {
      throw ImageSetError.tooDeep(folder: path, limit: deepestFolder)
    }
    let entries = try FolderEntries(of: path)
    let start = path.hasSuffix("/") ? path : path + "/"
    found += entries.files.filter(isPictureName).map { start + $0 }
    open += entries.folders.map { (start + $0, depth + 1) }
  }
  return sortedByBytes(found)
}

private let deepestFolder = 32

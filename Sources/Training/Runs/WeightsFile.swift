import Foundation

/// Where weights are in what a person names.
enum WeightsFile {
  /// The name of a checkpoint's file of weights.
  static let name = "model.safetensors"

  /// `path` itself where it is a file; the weights of a checkpoint's folder, or of a run's last
  /// checkpoint.
  ///
  /// - Throws: `TrainingError.cannotRead` where a folder has none.
  static func find(_ path: String) throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return path }
    let places = ["\(path)/\(name)", "\(path)/checkpoints/last/\(name)"]
    guard let file = places.first(where: FileManager.default.fileExists) else {
      throw TrainingError.cannotRead(
        path, cause: "it is a folder without \(name) or checkpoints/last/\(name)")
    }
    return file
  }
}

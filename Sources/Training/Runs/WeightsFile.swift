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
    let old = path + ".old"
    let found = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if !found, FileManager.default.fileExists(atPath: "\(old)/\(name)") { return "\(old)/\(name)" }
    guard found, isFolder.boolValue else { return path }
    // A run killed while it exchanges checkpoints has only the one before, as `.old`.
    let places =
      ["\(path)/\(name)"] + ["last", "last.old"].map { "\(path)/checkpoints/\($0)/\(name)" }
    guard let file = places.first(where: FileManager.default.fileExists) else {
      throw TrainingError.cannotRead(
        path, cause: "it is a folder without \(name) or checkpoints/last/\(name)")
    }
    return file
  }

  /// As `find`, and the running averages of those weights where they lie beside them: they are
  /// what a run that keeps them is judged by.
  static func findAveraged(_ path: String) throws -> String {
    let file = try find(path)
    let isNamed = file == path
    let averaged = (file as NSString).deletingLastPathComponent + "/ema.safetensors"
    return !isNamed && FileManager.default.fileExists(atPath: averaged) ? averaged : file
  }
}

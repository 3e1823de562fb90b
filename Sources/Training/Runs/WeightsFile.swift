import Foundation

/// Where weights are in what a person names.
enum WeightsFile {
  /// The name of a checkpoint's file of weights.
  static let name = "model.safetensors"
  /// The name of a checkpoint's file of averaged weights.
  static let averageName = "ema.safetensors"

  /// The name of a file of `torch.save` in a folder of the Hugging Face hub.
  static let pickledName = "pytorch_model.bin"

  /// `path` itself where it is a file; the weights of a checkpoint's folder, or of a run's last
  /// checkpoint, and of those the averaged ones where there are some.
  ///
  /// - Throws: `TrainingError.cannotRead` where a folder has none.
  static func find(_ path: String) throws -> String {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return path
    }
    // A run killed while it exchanges checkpoints has the one before last under another name.
    let checkpoints = Checkpoints(path: "\(path)/checkpoints", kept: 0)
    let places = [path] + checkpoints.candidates.map(checkpoints.place)
    let names = [averageName, name, pickledName]
    let weights = places.flatMap { place in names.map { "\(place)/\($0)" } }
    guard let file = weights.first(where: files.fileExists) else {
      throw TrainingError.cannotRead(
        path, cause: "it is a folder without \(name) or checkpoints/last/\(name)")
    }
    return file
  }

  /// Whether `file` is called as a checkpoint's averaged weights are.
  static func isAverage(_ file: String) -> Bool { file == place(of: averageName, beside: file) }

  /// Where a file called `name` is to be, in the folder that `file` is in.
  static func place(of name: String, beside file: String) -> String {
    // Not NSString's, which ends the process where `file` is empty.
    let slash = file.utf8.lastIndex(of: UInt8(ascii: "/"))
    return (slash.map { file[...$0] } ?? "") + name
  }

  /// The config of the weights in `file`; `nil` where none lies beside them.
  static func config(beside file: String) -> String? {
    let path = place(of: "config.json", beside: file)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}

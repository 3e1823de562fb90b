import Foundation
import Networks

extension Recipe {
  /// The same recipe, its initial weights named by the file that they are read from, whole path and
  /// all, as are a method's files and one of classes, and a policy's file written out, so that it means
  /// the same in any folder and later.
  ///
  /// - Throws: `TrainingError.cannotRead` where there is no such file or folder, and `SettingsError`
  ///   with what is wrong in a policy.
  public func resolved() throws -> Recipe {
    var recipe = self
    recipe.data.autoAugment = try data.autoAugment?.resolved()
    recipe.data.classFile = data.classFile.map { URL(filePath: $0).standardizedFileURL.path }
    recipe.initialWeights = try initialWeights.map { try Self.weightsFile("init", $0) }
    recipe.method = try method.changingFiles(Self.weightsFile)
    return recipe
  }

  /// The whole path of the file of weights that `path`, the setting of `key`, stands for.
  private static func weightsFile(_ key: String, _ path: String) throws -> String {
    let file = try WeightsFile.find(path)
    guard FileManager.default.fileExists(atPath: file) else {
      throw TrainingError.cannotRead(path, cause: "\(key): there is no such file or folder")
    }
    return URL(filePath: file).standardizedFileURL.path
  }

  /// The weights to start from, where the recipe names some.
  ///
  /// - Throws: `TrainingError.cannotRead`, and `SafetensorsError` where the file is not whole.
  var start: ParameterStore.Source? {
    get throws {
      try initialWeights.map {
        try ParameterStore.Source(path: $0, adapts: true, newBranches: newBranches)
      }
    }
  }
}

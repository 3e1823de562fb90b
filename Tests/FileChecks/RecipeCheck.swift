import Settings
import Training

extension FileCheck {
  /// Recipes: what was read and is written reads the same.
  public static let recipe = FileCheck(name: "recipe", longest: 4_096) { bytes, workplace in
    let path = try workplace.write(bytes, to: "recipe.yaml")
    return try outcome(of: path, refusedBy: [SettingsError.self]) {
      try checkRecipe(Recipe(file: path))
    }
  }

  /// Overrides of a recipe, one a line: what they make and is written reads the same.
  public static let overrides = FileCheck(name: "overrides", longest: 512) { bytes, _ in
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return try outcome(of: "override ", refusedBy: [SettingsError.self]) {
      try checkRecipe(Recipe(overrides: lines))
    }
  }
}

private func checkRecipe(_ recipe: Recipe) throws {
  let text = try recipe.yaml()
  let again = try Recipe(yaml: text)
  try require(again == recipe, "it was written, and reads otherwise:\n\(text)")
  try require(again.yaml() == text, "it is written otherwise the second time:\n\(text)")
}

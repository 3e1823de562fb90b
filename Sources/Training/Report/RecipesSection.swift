/// The recipes, and where they differ.
struct RecipesSection: Sendable {
  /// A setting that not all runs have alike.
  struct Difference: Sendable {
    let path: String
    let values: [String]
  }

  /// One line of a recipe.
  struct Line: Sendable {
    let text: String
    let differs: Bool
  }

  /// One run's recipe.
  struct Recipe: Sendable {
    let number: Int
    let name: String
    let lines: [Line]
  }

  /// The runs' names, where there are several.
  let names: [String]
  let hasSeveral: Bool
  let differences: [Difference]
  let recipes: [Recipe]

  /// The recipes of all runs, which are called `names`.
  init(_ runs: [RunRecord], _ names: [String]) {
    let all = runs.map { RecipeLines($0.recipeText) }
    let values = all.map(\.values)
    var seen: Set<String> = []
    let paths = all.flatMap { $0.lines.filter { !$0.value.isEmpty }.map(\.path) }
      .filter { seen.insert($0).inserted }
    let differing = Set(paths.filter { path in Set(values.map { $0[path] }).count > 1 })
    self.names = names
    hasSeveral = runs.count > 1
    differences = paths.filter(differing.contains).map { path in
      Difference(path: path, values: values.map { $0[path] ?? "–" })
    }
    recipes = all.indices.map { index in
      Recipe(
        number: index % 8, name: names[index],
        lines: all[index].lines.map { Line(text: $0.text, differs: differing.contains($0.path)) })
    }
  }
}

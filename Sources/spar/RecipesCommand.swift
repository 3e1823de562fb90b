import ArgumentParser
import Training

/// `spar recipes`: lists and prints recipes.
struct RecipesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipes", abstract: "List the recipes, or print one as YAML.",
    discussion: """
      A printed recipe is the start of one of your own:

        spar recipes cifar10-resnet56-afan > my.yaml
      """)

  @Argument(help: "The recipe to print.")
  var name: String?

  @Argument(help: "Settings to change in what is printed.")
  var settings: [String] = []

  func run() throws {
    try reporting {
      if let name {
        print(try Recipe.named(name, overrides: settings).yaml(), terminator: "")
      } else {
        for recipe in Recipe.catalogue { print(recipe.name) }
      }
    }
  }
}

import ArgumentParser
import Foundation
import Training

/// `spar convert`: writes weights in another form.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write weights in another form.",
    discussion: """
      Read are files of safetensors, of PyTorch (.pth, .pt, .bin; nothing in them is executed), and \
      the folders of runs, checkpoints and the Hugging Face hub. Written are safetensors, or else a \
      folder for the hub as timm writes them, with its config.json and a model card:

        spar convert model_best.pth.tar weights.safetensors
        spar convert runs/mine-1/checkpoints/best for-the-hub --strip-auxiliary
        spar convert a_fan_best.pt for-the-hub --recipe my.yaml

      Names are those of torchvision and timm. What training scripts put around them ('module.', \
      'state_dict.' and the like) is taken off.
      """)

  @Argument(help: "A file of weights, or the folder of a run, a checkpoint or the hub.")
  var input: String

  @Argument(help: "A file that ends in .safetensors, or a folder for the hub.")
  var output: String

  @Flag(
    inversion: .prefixedNo,
    help: """
      Take the weights averaged over steps (EMA), or those beside them. (default: the averaged \
      ones where there are some)
      """)
  var averaged: Bool?

  @Flag(help: "Leave out the auxiliary branches of batch norms, so that a plain network is left.")
  var stripAuxiliary = false

  @Option(help: "The network, where more than one has these names; see spar models.")
  var architecture: String?

  @Option(help: "The recipe the weights are of, where no config.json lies beside them.")
  var recipe: String?

  @Flag(help: "Replace what is there.")
  var overwrite = false

  func validate() throws {
    let pickles = [".pth", ".pt", ".bin", ".tar"]
    guard !pickles.contains(where: output.lowercased().hasSuffix) else {
      throw ValidationError(
        "'\(output)': PyTorch's files are read and not written; end it in .safetensors, which "
          + "PyTorch reads, or name a folder.")
    }
  }

  func run() throws {
    try reporting {
      var options = Conversion.Options()
      options.averaged = averaged
      options.stripsAuxiliary = stripAuxiliary
      options.architecture = architecture
      options.recipe = try recipe.map { try Recipe.named($0) }
      options.overwrites = overwrite
      let done = try Conversion(input, to: output, options)
      done.notices.forEach(note)
      print(
        "\(output): \(done.architecture) of \(done.classes) classes, \(done.count) tensors, from "
          + done.file)
    }
  }
}

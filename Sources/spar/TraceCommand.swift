import ArgumentParser
import Foundation
import Training

/// `spar trace`: writes down one training step.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Write down one training step, tensor by tensor.",
    discussion: """
      So that it can be held against another implementation. The batch is a safetensors file of \
      `images`, float32 [N,C,H,W] in 0...1, and `labels`, int64 [N]; where the recipe tells the \
      classes of pixels, of `images` and `masks`, int64 or uint8 [N,H,W], in which 255 is ignored:

        spar trace cifar10-resnet56-afan --batch B.safetensors --out T.safetensors precision=fp64
      """)

  @Argument(help: "A recipe's name or YAML file.")
  var recipe: String

  @Argument(help: "Settings to change, such as precision=fp64.")
  var settings: [String] = []

  @Option(
    help: """
      A file of safetensors or .pth, or the folder of a checkpoint, a run or the hub. (default: from \
      the seed)
      """)
  var weights: String?

  @Option(help: "The batch to learn from.")
  var batch: String

  @Option(help: "Where to write the tensors.")
  var out: String

  @Option(help: "How many steps to take on the batch; the last is kept (0: only logits).")
  var steps = 1

  func validate() throws {
    guard out != batch, out != weights else {
      throw ValidationError("--out is a file that is read; name another.")
    }
    guard steps >= 0 else { throw ValidationError("--steps is \(steps); it must be 0 or more.") }
  }

  func run() throws {
    try reporting {
      let recipe = try Recipe.named(recipe, overrides: settings)
      let trace = try Trace(recipe, weights: weights, batch: batch, steps: steps)
      trace.notices.forEach(note)
      try trace.write(to: out)
      print("\(trace.tensors.count) tensors in \(out)")
    }
  }
}

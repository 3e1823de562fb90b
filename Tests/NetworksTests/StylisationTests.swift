import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct StylisationTests {
  private func task(_ name: String, _ store: ParameterStore) throws -> Stylisation {
    try name == "vgg"
      ? Stylisation(styleWeight: 3, in: store) {
        try VGG19Encoder(width: 2, $0)
      } decoder: {
        try StyleDecoder(vggWidth: 2, $1)
      }
      : Stylisation(styleWeight: 3, in: store) {
        try StageEncoder(.tiny($0), upTo: "layer1")
      } decoder: {
        try StyleDecoder(channels: 6, halvings: 1, colours: 3, $1)
      }
  }

  @Test(arguments: ["vgg", "stage"])
  func `a step equals that of the reference, tensor by tensor`(name: String) throws {
    let golden = try Golden("stylisation").tensors(below: name)
    let weights = try Golden("stylisation").tensors(below: "\(name).weights")
    let store = ParameterStore(
      seed: Seed(1), precision: .fp64, from: ParameterStore.Source(name: name, weights))
    let task = try task(name, store)
    let batch = StylingBatch(
      contents: try #require(golden["contents"]), styles: try #require(golden["styles"]))
    let end = try task.network(task.begin(batch), .training(seed: Seed(2)))
    #expect(try distance(end.maps[0], #require(golden["drawn"])) < Tolerance.network64)
    let losses = try task.losses(end)
    for term in losses.terms {
      let right = try #require(golden[term.name]).item()
      #expect(try abs(term.value.item() - right) < Tolerance.network64, "\(term.name)")
    }
    try losses.total().backward()
    for (path, parameter) in store.parameters {
      guard path.hasPrefix("decoder.") else {
        #expect(!parameter.requiresGradient, "\(path)")
        continue
      }
      let right = try #require(golden["gradient.\(path.dropFirst("decoder.".count))"])
      #expect(try distance(parameter.gradient(), right) < Tolerance.network64, "\(path)")
    }
    let drawn = try withoutGradients {
      try task.drawer(batch.contents, as: batch.styles, strength: 1)
    }
    #expect(try distance(drawn, end.maps[0].detach()) < Tolerance.network64)
  }

  @Test func `weights of the encoder alone leave the decoder to its initializers`() throws {
    let weights = try Golden("stylisation").tensors(below: "stage.weights.encoder")
    let source = ParameterStore.Source(name: "a classifier", weights)
    let store = ParameterStore(
      seed: Seed(1), precision: .fp64, from: source.placed(below: "encoder"))
    _ = try task("stage", store)
    let fresh = ParameterStore(seed: Seed(1), precision: .fp64)
    _ = try task("stage", fresh)
    for ((path, tensor), (_, drawn)) in zip(store.parameters, fresh.parameters) {
      let right = try weights[String(path.trimmingPrefix("encoder."))] ?? drawn
      #expect(try distance(tensor.detach(), right.detach()) == 0, "\(path)")
    }
    let lacking = weights.filter { $0.key != "conv2.weight" }
    let partial = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: "part", lacking).placed(below: "encoder"))
    let error = #expect(throws: NetworkError.self) { try task("stage", partial) }
    #expect("\(error as Any)".contains("encoder.conv2.weight"))
  }
}

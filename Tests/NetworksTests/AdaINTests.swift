import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct AdaINTests {
  private func store(_ golden: Golden, _ part: String) throws -> ParameterStore {
    ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: part, try golden.tensors(below: part)))
  }

  @Test func `features and drawn pictures equal those of the reference, at odd sizes too`() throws {
    let golden = try Golden("adain")
    let stores = try (store(golden, "encoder"), store(golden, "decoder"))
    let encoder = try VGG19Encoder(width: 4, Scope(stores.0))
    let decoder = try StyleDecoder(vggWidth: 4, Scope(stores.1))
    let adain = AdaIN(encoder, decoder)
    try stores.0.finish()
    try stores.1.finish()
    let given = try golden.tensors(below: "pictures")
    let (contents, styles) = try (#require(given["contents"]), #require(given["styles"]))
    #expect(try distance(encoder.features(of: contents), golden["features"]) < Tolerance.network64)
    for (name, strength) in [("styled", 0.5), ("whole", 1)] {
      let drawn = try adain(contents, as: styles, strength: strength)
      let whole = try golden[name]
      let right = try whole.narrow(dim: 2, start: 0, length: 27)
        .narrow(dim: 3, start: 0, length: 22)
      #expect(whole.shape == [2, 3, 32, 24])
      #expect(try distance(drawn, right) < Tolerance.network64, "\(name)")
    }
    let own = try decoder(encoder.features(of: contents), asLargeAs: contents)
    #expect(try distance(adain(contents, as: styles, strength: 0), own) < Tolerance.network64)
  }
}

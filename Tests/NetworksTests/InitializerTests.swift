import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct InitializerTests {
  @Test(arguments: [
    ("kaiming_normal_fan_in", Initializer.kaimingNormal(.input)),
    ("kaiming_normal_fan_out", .kaimingNormal(.output)),
    ("kaiming_normal_linear", .kaimingNormal(.input)),
    ("kaiming_normal_small", .kaimingNormal(.input)),
    ("kaiming_uniform_conv", .layerDefault),
    ("kaiming_uniform_linear", .kaimingUniform(slope: 5.0.squareRoot())),
    ("linear_bias", .uniform(bound: 1 / 13.0.squareRoot())),
    ("normal", .normal(deviation: 0.01)),
  ])
  func `draws are those of PyTorch's from the same seed`(
    name: String, initializer: Initializer
  ) throws {
    let layer = try LayerCase("init_\(name)")
    let expected = try layer["output"]
    let seed = Seed(try #require(layer.settings.seed))
    let drawn = try initializer.tensor(expected.shape, seed: seed)
    #expect(try drawn.dtype == .float32)
    #expect(try distance(drawn, expected) <= Tolerance.draw32)
    #expect(try distance(initializer.tensor(expected.shape, seed: Seed(1)), expected) > 0.1)
  }

  @Test func `a constant is one value everywhere, whatever the seed`() throws {
    let drawn = try Initializer.constant(0.5).tensor([2, 3], seed: Seed(1))
    #expect(try identical(drawn, .full(0.5, [2, 3])))
  }
}

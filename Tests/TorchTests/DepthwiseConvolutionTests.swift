import Randomness
import Support
import Testing
import Torch

@Suite struct DepthwiseConvolutionTests {
  /// Maps, and the windows that go over them.
  struct Case: CustomStringConvertible {
    var shape: [Int]
    var side = 3
    var stride = 1
    var padding = 1
    var dilation = 1

    var description: String {
      "\(shape) by \(side), stride \(stride), padding \(padding), dilation \(dilation)"
    }

    /// Fresh leaves; weights are float32 where maps are bfloat16, as under autocast.
    func tensors(_ dtype: DType) throws -> (x: Tensor, weight: Tensor) {
      let seed = Seed(5) / description
      let x = try Tensor.normal(shape, seed: seed / "x").to(dtype)
      let weight = try Tensor.normal([shape[1], 1, side, side], seed: seed / "weight")
      return try (
        x.channelsLast().requiringGradient(),
        weight.to(dtype == .float64 ? .float64 : .float32).requiringGradient()
      )
    }

    func convolved(_ x: Tensor, _ weight: Tensor) throws -> Tensor {
      try x.depthwiseConvolution(weight, stride: stride, padding: padding, dilation: dilation)
    }

    /// libtorch's, in float64 and from maps whose channels lie one after another.
    func reference(_ x: Tensor, _ weight: Tensor) throws -> Tensor {
      try x.contiguous().to(.float64).conv2d(
        weight.to(.float64), stride: [stride, stride], padding: [padding, padding],
        dilation: [dilation, dilation], groups: shape[1])
    }

    /// The output and both gradients, by the same random upstream.
    func results(_ y: Tensor, _ x: Tensor, _ weight: Tensor) throws -> [String: Tensor] {
      let upstream = try Tensor.normal(y.shape, seed: Seed(6) / description).to(x.dtype)
      let slopes = try gradients(of: y * upstream.to(y.dtype), at: [x, weight])
      return ["y": y, "x": slopes[0], "weight": slopes[1]]
    }
  }

  static let cases = [
    Case(shape: [1, 1, 1, 1]), Case(shape: [2, 5, 7, 4]), Case(shape: [3, 32, 6, 9]),
    Case(shape: [2, 33, 8, 5], side: 5, padding: 2),
    Case(shape: [1, 31, 9, 9], side: 7, padding: 3),
    Case(shape: [2, 70, 15, 11], side: 5, padding: 4, dilation: 2),
    Case(shape: [2, 3, 9, 10], stride: 2), Case(shape: [2, 3, 10, 9], stride: 2, padding: 0),
    Case(shape: [2, 16, 11, 12], side: 5, stride: 2, padding: 0),
    Case(shape: [2, 4, 12, 13], side: 5, stride: 2, padding: 3, dilation: 2),
    Case(shape: [2, 4, 13, 10], side: 2, stride: 3, padding: 0),
    Case(shape: [1, 4, 8, 8], side: 1, stride: 2, padding: 0),
    Case(shape: [1, 4, 3, 2], side: 4, stride: 1, padding: 5, dilation: 3),
    Case(shape: [1, 40, 130, 61]), Case(shape: [1, 40, 130, 61], side: 5, stride: 2, padding: 2),
    Case(shape: [1, 40, 67, 130], side: 3, stride: 1, padding: 6, dilation: 6),
  ]

  @Test(arguments: cases)
  func `output and gradients are libtorch's`(of: Case) throws {
    let (x, weight) = try of.tensors(.float64)
    let found = try of.results(of.convolved(x, weight), x, weight)
    let expected = try of.results(of.reference(x, weight), x, weight)
    #expect(try differences(found, from: expected, beyond: Tolerance.layer64) == [])
  }

  @Test(arguments: cases)
  func `sums in float32 are off by their rounding`(of: Case) throws {
    let (x, weight) = try of.tensors(.float32)
    let found = try of.results(of.convolved(x, weight), x, weight)
    let expected = try of.results(of.reference(x, weight), x, weight)
    for (name, tensor) in found {
      #expect(try distance(tensor, #require(expected[name])) < 2e-6, "\(name)")
    }
  }

  @Test(arguments: cases)
  func `under autocast maps are rounded to bfloat16, the weights' gradient is not`(
    of: Case
  ) throws {
    let (x, weight) = try of.tensors(.bfloat16)
    let found = try withAutocast(to: .bfloat16, on: .cpu) {
      try of.results(of.convolved(x.to(.float32), weight), x, weight)
    }
    #expect(try found["y"]?.dtype == .bfloat16)
    #expect(try found["weight"]?.dtype == .float32)
    let rounded = try weight.to(.bfloat16).to(.float64).detach().requiringGradient()
    let expected = try of.results(of.reference(x, rounded), x, rounded)
    #expect(try distance(#require(found["y"]), #require(expected["y"])) < 0x1p-8)
    #expect(try distance(#require(found["x"]), #require(expected["x"])) < 0x1p-8)
    #expect(try distance(#require(found["weight"]), #require(expected["weight"])) < 2e-6)
  }

  @Test func `sums do not depend on the number of threads`() throws {
    let of = Case(shape: [3, 70, 15, 11], side: 5, padding: 2)
    let (x, weight) = try of.tensors(.float32)
    let all = try [1, 2, 2].map { threads in
      try ThreadCount.set(to: threads) { try of.results(of.convolved(x, weight), x, weight) }
    }
    for name in ["x", "weight"] {
      for other in all.dropFirst() {
        #expect(try identical(#require(other[name]), #require(all[0][name])))
      }
    }
  }

  @Test func `one gradient alone is that of both`() throws {
    let of = Case(shape: [2, 5, 7, 4])
    let (x, weight) = try of.tensors(.float64)
    let both = try of.results(of.convolved(x, weight), x, weight)
    let upstream = try Tensor.normal([2, 5, 7, 4], seed: Seed(6) / of.description).to(.float64)
    let ofMaps = try gradients(of: of.convolved(x, weight.detach()) * upstream, at: [x])
    let ofWeights = try gradients(of: of.convolved(x.detach(), weight) * upstream, at: [weight])
    #expect(try identical(ofMaps[0], #require(both["x"])))
    #expect(try identical(ofWeights[0], #require(both["weight"])))
  }

  @Test func `weights of another number of channels are an error`() throws {
    let x = try Tensor.zeros([2, 4, 5, 5]).channelsLast().requiringGradient()
    let error = try #require(throws: TorchError.self) {
      try x.depthwiseConvolution(.zeros([3, 1, 3, 3]), padding: 1)
    }
    #expect("\(error)".contains("[2, 4, 5, 5]") && "\(error)".contains("[3, 1, 3, 3]"))
  }
}

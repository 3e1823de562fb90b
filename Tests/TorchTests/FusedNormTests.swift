import Randomness
import Support
import Testing
import Torch

@Suite struct FusedNormTests {
  /// Maps of one pixel, odd sides, few and many channels, and of several tiles.
  static let shapes = [
    [2, 1, 1, 1], [2, 3, 1, 1], [2, 17, 5, 3], [2, 64, 7, 1], [2, 130, 3, 5], [3, 1, 61, 47],
    [5, 3, 41, 43], [5, 17, 23, 29], [4, 64, 13, 11], [9, 130, 13, 11], [1, 16, 32, 33],
  ]

  /// Statistics, whether there is a skip, and what follows.
  static let kinds: [(NormCase.Statistics, Bool, Activation)] = NormCase.Statistics.allCases
    .flatMap { by in
      [(by, false, .none), (by, true, .none), (by, false, .relu), (by, true, .relu)]
        + [(by, false, .relu6), (by, false, .silu)]
    }

  @Test(arguments: shapes, kinds)
  func `output, gradients and averages in float64 are those of the composed operations`(
    shape: [Int], kind: (NormCase.Statistics, Bool, Activation)
  ) throws {
    let (fused, composed) = try NormCase(
      shape: shape, statistics: kind.0, hasSkip: kind.1, activation: kind.2
    ).outcomes()
    #expect(try differences(fused, from: composed, beyond: Tolerance.layer64) == [])
  }

  // The gradient at one of two values is the difference of numbers that are nearly equal.
  @Test(arguments: shapes.filter { $0[0] * $0[2] * $0[3] > 2 }, kinds)
  func `in float32 they are the exact ones but for rounding`(
    shape: [Int], kind: (NormCase.Statistics, Bool, Activation)
  ) throws {
    let (fused, composed) = try NormCase(
      shape: shape, statistics: kind.0, hasSkip: kind.1, activation: kind.2, dtype: .float32
    ).outcomes()
    #expect(try fused.values.allSatisfy { try $0.dtype == .float32 })
    #expect(try differences(fused, from: composed, beyond: Tolerance.layer32) == [])
  }

  @Test(arguments: shapes, [(false, DType.bfloat16), (false, .float32), (true, .bfloat16)])
  func `in bfloat16 they are the exact ones rounded once`(
    shape: [Int], kind: (widened: Bool, skip: DType)
  ) throws {
    for (statistics, hasSkip, activation) in Self.kinds {
      let (fused, composed) = try NormCase(
        shape: shape, statistics: statistics, hasSkip: hasSkip, activation: activation,
        dtype: .bfloat16, skipType: kind.skip, widened: kind.widened
      ).outcomes()
      // Half a unit of bfloat16 of each number; what stays in float32 has its tolerance.
      for (name, exact) in composed {
        let found = try #require(fused[name])
        let isShort = try found.dtype == .bfloat16
        let tolerance = isShort ? 0x1p-8 : Tolerance.layer32
        let error = try (found.to(.float64) - exact).abs()
        let allowed = try exact.abs() * tolerance + exact.abs().amax() * Tolerance.layer32
        #expect(try (error - allowed).amax().item() <= 0, "\(name) of \(shape)")
      }
      #expect(try fused["y"]?.dtype == (kind.widened ? .float32 : .bfloat16))
      #expect(try fused["dx"]?.dtype == .bfloat16)
      #expect(try !hasSkip || fused["dskip"]?.dtype == kind.skip)
      #expect(try fused["dweight"]?.dtype == .float32 && fused["mean"]?.dtype == .float32)
    }
  }

  @Test(arguments: shapes, kinds)
  func `gradients that come from two readers are summed`(
    shape: [Int], kind: (NormCase.Statistics, Bool, Activation)
  ) throws {
    var norm = NormCase(
      shape: shape, statistics: kind.0, hasSkip: kind.1, activation: kind.2)
    norm.isTwice = true
    let (fused, composed) = try norm.outcomes()
    #expect(try differences(fused, from: composed, beyond: Tolerance.layer64) == [])
  }

  @Test(arguments: [0, 1]) func `one of two results may go unread`(read: Int) throws {
    let norm = NormCase(shape: [4, 17, 5, 7])
    let upstream = try Tensor.normal(norm.shape, seed: Seed(5)).to(.float64).channelsLast()
    let found = try norm.outcome(of: norm.tensors(), upstream: upstream) {
      let averages = try (#require($0["mean"]), #require($0["variance"]))
      let both = try FusedNorm(
        weight: #require($0["weight"]), bias: #require($0["bias"]),
        by: .batchMoving(mean: averages.0, variance: averages.1, momentum: 0.3), epsilon: 1e-3,
        then: .relu
      ).twice(#require($0["x"]), adding: $0["skip"])
      #expect(try identical(both.0.detach(), both.1.detach()))
      return read == 0 ? both.0 : both.1
    }
    let expected = try norm.outcome(of: norm.tensors(), upstream: upstream, norm.fused)
    #expect(try differences(found, from: expected, beyond: 0) == [])
  }

  @Test func `a gradient that others read is not overwritten`() throws {
    for hasSkip in [false, true] {
      let norm = NormCase(shape: [4, 17, 5, 7], hasSkip: hasSkip)
      let tensors = try norm.tensors()
      let y = try norm.fused(tensors).keepingGradient()
      let upstream = try Tensor.normal(norm.shape, seed: Seed(5)).to(.float64).channelsLast()
      try (y * upstream).sum().backward()
      #expect(try identical(y.gradient().contiguous(), upstream.contiguous()))
      let again = try norm.tensors()
      let z = try norm.fused(again)
      let found = try gradients(of: z * upstream, at: [z, #require(again["x"])])
      #expect(try identical(found[0].contiguous(), upstream.contiguous()))
      #expect(try identical(found[1], #require(tensors["x"]).gradient()))
    }
  }

  @Test func `maps that do not lie channels-last give the same`() throws {
    var norm = NormCase(shape: [4, 17, 5, 7])
    norm.isChannelsLast = false
    let (plain, composed) = try norm.outcomes()
    #expect(try differences(plain, from: composed, beyond: Tolerance.layer64) == [])
  }

  @Test(arguments: [Activation.relu6, .silu])
  func `what has no fused operation gives the same`(activation: Activation) throws {
    let (plain, composed) = try NormCase(shape: [4, 17, 5, 7], activation: activation).outcomes()
    #expect(try differences(plain, from: composed, beyond: Tolerance.layer64) == [])
  }

  @Test func `a skip that lies otherwise, and an expanded slope, give the same`() throws {
    let norm = NormCase(shape: [4, 17, 5, 7])
    let upstream = try Tensor.normal([4, 17, 1, 1], seed: Seed(1)).to(.float64)
      .expand(size: norm.shape)
    var contiguous = try norm.tensors()
    contiguous["skip"] = try contiguous["skip"]?.detach().contiguous().requiringGradient()
    let found = try norm.outcome(of: contiguous, upstream: upstream, norm.fused)
    let expected = try norm.outcome(
      of: norm.tensors(), upstream: upstream.contiguous().channelsLast(), norm.fused)
    #expect(try differences(found, from: expected, beyond: 0) == [])
  }

  @Test(arguments: [DType.float32, .bfloat16], [[5, 17, 23, 29], [16, 64, 16, 16]])
  func `results are the same bits each time, by one thread and by two`(
    dtype: DType, shape: [Int]
  ) throws {
    let norm = NormCase(shape: shape, dtype: dtype)
    let upstream = try Tensor.normal(shape, seed: Seed(5)).to(dtype).channelsLast()
    let all = try [1, 2, 2].map { threads in
      try ThreadCount.set(to: threads) {
        try norm.outcome(of: norm.tensors(), upstream: upstream, norm.fused)
      }
    }
    #expect(try differences(all[1], from: all[0], beyond: 0) == [])
    #expect(try differences(all[2], from: all[0], beyond: 0) == [])
  }

  @Test(arguments: NormCase.Statistics.allCases, [Activation.none, .relu, .silu])
  func `a gradient is the same whichever others are wanted`(
    statistics: NormCase.Statistics, activation: Activation
  ) throws {
    var norm = NormCase(shape: [4, 17, 5, 7], activation: activation)
    norm.statistics = statistics
    let upstream = try Tensor.normal(norm.shape, seed: Seed(5)).to(.float64).channelsLast()
    let all = try norm.outcome(of: norm.tensors(), upstream: upstream, norm.fused)
    for wanted in [["x"], ["skip"], ["weight"], ["bias"], ["x", "skip"], ["x", "weight"]] {
      let tensors = try norm.tensors().mapValues { try $0.detach() }
      for name in wanted { try tensors[name]?.setRequiresGradient(true) }
      let found = try norm.outcome(of: tensors, upstream: upstream, norm.fused)
      let names = wanted.map { "d" + $0 } + ["y", "mean", "variance"]
      let expected = all.filter { names.contains($0.key) }
      #expect(try differences(found, from: expected, beyond: 0) == [], "\(wanted)")
    }
  }

  @Test func `what it reads stays as it was, and averages know that they changed`() throws {
    let norm = NormCase(shape: [4, 17, 5, 7])
    let tensors = try norm.tensors()
    let before = try tensors.mapValues { try $0.detach().clone() }
    _ = try norm.fused(tensors)
    for (name, tensor) in tensors {
      let moves = ["mean", "variance"].contains(name)
      #expect(try identical(tensor.detach(), #require(before[name])) != moves)
      #expect((tensor.version > 0) == moves)
    }
  }

  @Test func `what is not a number stays so behind the relu`() throws {
    for dtype in [DType.float32, .float64, .bfloat16] {
      var norm = NormCase(shape: [2, 3, 1, 1], dtype: dtype)
      norm.statistics = .stored
      var tensors = try norm.tensors()
      let x = try Tensor([Double.nan, 1, 2, 3, .infinity, -.infinity], shape: norm.shape)
      tensors["x"] = try x.to(dtype).channelsLast()
      tensors["weight"] = try Tensor.full(1, [3]).to(dtype == .float64 ? dtype : .float32)
      let y = try norm.fused(tensors).to(.float64).contiguous().elements(Double.self)
      #expect(y[0].isNaN && y[4] == .infinity && y[5] == 0)
      #expect(y[1...3].allSatisfy { $0.isFinite && $0 >= 0 })
    }
  }

  @Test(arguments: [DType.float32, .float64])
  func `swish is libtorch's from one end of its range to the other, and NaN stays NaN`(
    dtype: DType
  ) throws {
    let ends = dtype == .float32 ? 80.0 : 700.0
    let values = (0...8_000).map { ends * (Double($0) / 4_000 - 1) } + [1e30, .infinity, .nan]
    let x = try Tensor(values, shape: [1, 1, 1, values.count]).to(dtype).channelsLast()
    let one = try Tensor.full(1, [1]).to(dtype)
    let norm = FusedNorm(
      weight: one, bias: try Tensor.zeros([1], dtype: dtype),
      by: .stored(mean: try Tensor.zeros([1], dtype: dtype), variance: one), epsilon: 0,
      then: .silu)
    let here = try x.requiringGradient()
    let found = try norm(here)
    let slopes = try gradients(of: found, at: [here])[0]
    let there = try x.to(.float64).requiringGradient()
    let expected = try there.silu()
    let wanted = try gradients(of: expected, at: [there])[0]
    func numbers(_ x: Tensor) throws -> [Double] {
      try x.detach().to(.float64).contiguous().elements(Double.self)
    }
    let (y, z) = (try numbers(found), try numbers(expected))
    // A few units in the last place.
    let share = dtype == .float32 ? 0x1p-21 : 0x1p-50
    for (a, b) in zip(y, z).dropLast() { #expect(abs(a - b) <= share * abs(b) || a == b) }
    #expect(y.last?.isNaN == true)
    // libtorch's own slopes lose digits where it takes the sigmoid from 1.
    let lost = max(share, 0x1p-46)
    for (a, b) in zip(try numbers(slopes), try numbers(wanted)).dropLast(3) {
      #expect(abs(a - b) <= lost * max(abs(b), 1))
    }
  }

  @Test func `a skip of another shape is refused`() throws {
    var tensors = try NormCase(shape: [2, 3, 4, 4]).tensors()
    tensors["skip"] = try Tensor.zeros([2, 3, 4, 5], dtype: .float64)
    let error = try #require(throws: TorchError.self) {
      try NormCase(shape: [2, 3, 4, 4]).fused(tensors)
    }
    #expect(error.description.contains("[2, 3, 4, 5]"))
  }
}

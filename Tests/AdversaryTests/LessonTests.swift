import Adversary
import Randomness
import Support
import Testing
import Torch

@Suite struct LessonTests {
  private let clean: Tensor
  private let moved: Tensor

  init() throws {
    clean = try .normal([3, 4, 5, 2], deviation: 2, seed: Seed(1), dtype: .float64)
    moved = try 1.5 * clean + .normal([3, 4, 5, 2], mean: 0.4, seed: Seed(2), dtype: .float64)
  }

  private func features(
    _ strength: Double, _ normalization: AFAN.Lesson.Statistics? = nil, to moved: Tensor? = nil
  ) throws -> Tensor {
    let lesson = AFAN.Lesson(strength: strength, weight: 1, normalization: normalization)
    return try lesson.features(from: [clean], to: [moved ?? self.moved], at: "layer1")[0]
  }

  private func dimensions(_ statistics: AFAN.Lesson.Statistics) -> [Int] {
    switch statistics {
    case .position: [1]
    case .channel: [0, 2, 3]
    case .sample: [2, 3]
    }
  }

  @Test func `a lesson takes the part of the move that it says`() throws {
    #expect(try identical(features(1), moved))
    #expect(try distance(features(0), clean) < Tolerance.elementwise64)
    #expect(try distance(features(0.25), 0.75 * clean + 0.25 * moved) < Tolerance.elementwise64)
  }

  @Test(arguments: AFAN.Lesson.Statistics.allCases, [1, 0.5])
  func `clean features get the mean and deviation of the moved ones`(
    _ statistics: AFAN.Lesson.Statistics, strength: Double
  ) throws {
    let taken = try features(strength, statistics)
    let lent = try features(strength)
    let over = dimensions(statistics)
    func moments(_ x: Tensor) throws -> (variance: Tensor, mean: Tensor) {
      try x.varMean(dim: over, correction: 1, keepdim: true)
    }
    #expect(try distance(moments(taken).mean, moments(lent).mean) < Tolerance.layer64)
    // The deviation is sqrt(variance + 1e-5), so variances agree in this way.
    let own = try moments(clean).variance
    let expected = try own / (own + 1e-5) * (moments(lent).variance + 1e-5)
    #expect(try distance(moments(taken).variance, expected) < Tolerance.layer64)
    let form = try (taken - moments(taken).mean) / moments(taken).variance.sqrt()
    let cleanForm = try (clean - moments(clean).mean) / own.sqrt()
    #expect(try distance(form, cleanForm) < Tolerance.layer64)
    #expect(try distance(taken, lent) > 0.01)
  }

  @Test(arguments: AFAN.Lesson.Statistics.allCases)
  func `features that did not move come back`(_ statistics: AFAN.Lesson.Statistics) throws {
    let back = try features(1, statistics, to: clean)
    #expect(try distance(back, clean) < Tolerance.elementwise64)
  }

  @Test(arguments: [
    (AFAN.Lesson.Statistics.position, [2, 1, 3, 3], "position"), (.sample, [2, 3, 1, 1], "sample"),
    (.channel, [1, 3, 1, 1], "channel"), (.position, [8, 5], "position"),
  ])
  func `a deviation over one value is an error that says where`(
    statistics: AFAN.Lesson.Statistics, shape: [Int], name: String
  ) throws {
    let x = try Tensor.zeros(shape)
    let lesson = AFAN.Lesson(weight: 1, normalization: statistics)
    let error = try #require(throws: AdversaryError.self) {
      _ = try lesson.features(from: [x], to: [x], at: "layer3")
    }
    #expect(error == .tooFewValues(stage: "layer3", statistics: name, shape: shape))
    #expect(error.description.contains("normalization by \(name) at stage 'layer3'"))
    #expect(error.description.contains("\(shape)"))
    #expect(throws: Never.self) {
      try AFAN.Lesson(weight: 1).features(from: [x], to: [x], at: "layer3")
    }
  }
}

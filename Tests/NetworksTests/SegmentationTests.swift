import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

/// Charges and targets of pixels' classes, worked out anew.
@Suite struct SegmentationTests {
  private let logits: Tensor
  private let targets: Tensor

  init() throws {
    logits = try 3 * Tensor.normal([2, 4, 3, 5], seed: Seed(1)).to(.float64)
    targets = try Tensor(
      (0..<30).map { $0 % 7 == 3 ? 255 : Int64($0 * 5 % 4) }
    ).reshape(shape: [2, 3, 5])
  }

  private func task(_ charge: Segmentation.Charge = .crossEntropy) throws -> Segmentation {
    let network = try Network<SegmentationState>.tiny(
      classes: 4, Scope(ParameterStore(seed: Seed(2), precision: .fp64)))
    return Segmentation(network, classes: 4, charge: charge)
  }

  private func end(_ logits: Tensor, _ targets: Tensor? = nil) -> SegmentationState {
    SegmentationState(maps: [logits], targets: targets ?? self.targets, size: [3, 5])
  }

  /// The probability of the class of each pixel that counts.
  private var probabilities: [Double] {
    get throws {
      let all = try logits.softmax(dim: 1).permute(dims: [0, 2, 3, 1]).contiguous()
        .elements(Double.self)
      return try targets.elements(Int64.self).enumerated().compactMap { pixel, label in
        label == 255 ? nil : all[pixel * 4 + Int(label)]
      }
    }
  }

  @Test(arguments: [Segmentation.Charge.crossEntropy, .focal(gamma: 0), .focal(gamma: 2)])
  func `a pixel is charged by the probability of its class, ignored ones are not`(
    charge: Segmentation.Charge
  ) throws {
    let found = try task(charge).losses(end(logits)).total().item()
    let charges = try probabilities.map { p in
      switch charge {
      case .crossEntropy, .focal(gamma: 0): -log(p)
      case .focal(let gamma): pow(1 - p, gamma) * -log(p)
      }
    }
    let mean = charges.reduce(0, +) / Double(charges.count)
    #expect(abs(found - mean) < Tolerance.layer64 * mean)
  }

  @Test(arguments: [0.0, 0.5, 1, 2])
  func `slopes are finite and agree with central differences, certain pixels too`(
    gamma: Double
  ) throws {
    // One pixel is so certain of its class that its probability is 1.
    let start = try logits.clone()
    let certain = try Tensor.zeros([2, 4, 3, 5], dtype: .float64)
    try certain.narrow(dim: 2, start: 0, length: 1).narrow(dim: 3, start: 0, length: 1)
      .narrow(dim: 1, start: 0, length: 1).addInPlace(60)
    let maps = try start + certain
    let task = try task(.focal(gamma: gamma))
    let leaf = try maps.requiringGradient()
    let slopes = try gradients(of: task.losses(end(leaf)).total(), at: [leaf])[0]
    #expect(try slopes.isfinite().all().to(.float64).item() == 1)
    let numerical = try Tensor(
      numericalGradient(at: maps) { try task.losses(end(maps)).total().item() },
      shape: maps.shape)
    #expect(try distance(slopes, numerical) < Tolerance.differences64)
  }

  @Test func `a batch of ignored pixels costs nothing, and teaches nothing`() throws {
    let none = try Tensor.full(255, [2, 3, 5], dtype: .int64)
    for charge in [Segmentation.Charge.crossEntropy, .focal(gamma: 2)] {
      let leaf = try logits.requiringGradient()
      let loss = try task(charge).losses(end(leaf, none)).total()
      #expect(try loss.item() == 0)
      #expect(try gradients(of: loss, at: [leaf])[0].abs().amax().item() == 0)
    }
    #expect(try task().score(end(logits, none))?.item() == 0)
  }

  @Test func `the score is the share of pixels told right, ignored ones aside`() throws {
    let choices = try logits.argmax(dim: 1).elements(Int64.self)
    let labels = try targets.elements(Int64.self)
    let judged = zip(choices, labels).filter { $1 != 255 }
    let right = Double(judged.count { $0 == $1 }) / Double(judged.count)
    let score = try #require(try task().score(end(logits)))
    #expect(try abs(score.item() - right) < 1e-7)
  }

  @Test func `a wrong target is one turn of all classes for a picture, ignored pixels stay`() throws
  {
    let aimed = try task().retargeted(end(logits), seed: Seed(5)).targets.elements(Int64.self)
    let own = try targets.elements(Int64.self)
    for picture in 0..<2 {
      let pixels = (picture * 15)..<((picture + 1) * 15)
      let turns = Set(
        pixels.filter { own[$0] != 255 }.map { (aimed[$0] - own[$0] + 4) % 4 })
      #expect(turns.count == 1 && !turns.contains(0))
      for pixel in pixels where own[pixel] == 255 { #expect(aimed[pixel] == 255) }
    }
    #expect(aimed.allSatisfy { (0..<4).contains($0) || $0 == 255 })
  }

  @Test func `maps of another stage, and masks of another size, are refused`() throws {
    let task = try task()
    #expect(throws: NetworkError.self) {
      try task.logits(end(logits.narrow(dim: 1, start: 0, length: 3)))
    }
    #expect(throws: NetworkError.self) {
      try task.losses(end(logits, targets.narrow(dim: 1, start: 0, length: 2)))
    }
  }
}

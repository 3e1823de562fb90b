import Support
import Testing
import Torch

@Suite struct AFANParityTests {
  @Test(arguments: [
    "pgd1", "pgd1_averages", "linf_relative", "pgd3_radius", "l2_relative", "l2_radius",
    "two_cuts", "front_attached", "front_alone", "targeted", "clean_weight_0", "pixels",
    "attacked_start", "learnable", "resnet56",
  ])
  func `one step and five equal those of the reference, tensor by tensor`(name: String) throws {
    let fixture = try AFANFixture(name)
    try fixture.train { step, left in
      guard [1, 5].contains(step) else { return }
      let expected = try fixture.expected(step)
      let kinds = Set(expected.keys.map(kind))
      #expect(kinds.isSuperset(of: ["clean", "moved", "lesson", "loss"]))
      #expect(Set(left.keys.filter { kinds.contains(kind($0)) }) == Set(expected.keys))
      for (name, right) in expected {
        let apart = try left[name].map { try distance($0, right) } ?? .infinity
        #expect(apart < Tolerance.steps64, "\(name) at step \(step)")
      }
    }
    let first = try Set(fixture.expected(1).keys.map(kind))
    let last = try Set(fixture.expected(5).keys.map(kind))
    #expect(first.contains("gradient") && last.isSuperset(of: ["parameter", "buffer"]))
  }

  @Test func `without a clean weight nothing before the cut has a gradient`() throws {
    let fixture = try AFANFixture("clean_weight_0")
    try fixture.train { step, left in
      let reached = Set(left.keys.filter { kind($0) == "gradient" })
      let behind = ["conv2.weight", "bn2.weight", "bn2.bias", "linear.weight", "linear.bias"]
      #expect(reached == Set(behind.map { "gradient.\($0)" }), "step \(step)")
    }
  }
}

/// What a tensor is: the first word of its name.
private func kind(_ name: String) -> String { String(name.prefix { $0 != "." }) }

import Foundation
import Randomness
import Support
import Testing
import Torch

@testable import Networks

/// Steps of `Golden/mixing.py`.
@Suite struct MixingParityTests {
  /// What was drawn, as the script notes it.
  private struct Note: Decodable {
    let partners: [Int]
    let share: Double
    let y: Double?
    let x: Double?

    var draw: Mixing.Draw {
      Mixing.Draw(
        partners: partners, share: share, cut: y.flatMap { y in x.map { (y: y, x: $0) } })
    }
  }

  @Test(arguments: ["mixup", "cutmix", "cutmix_edge", "cutmix_all", "cutmix_none"])
  func `a step on mixed pictures is that of the authors' order, tensor by tensor`(
    name: String
  ) throws {
    let golden = try Golden("mixing")
    let note = try #require(golden.note(name))
    let draw = try JSONDecoder().decode(Note.self, from: Data(note.utf8)).draw
    let store = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: "initial", try golden.tensors(below: "initial")))
    let task = Classification(try .tiny(Scope(store)), classes: 5)
    let batch = ClassifierBatch(images: try golden["images"], targets: try golden["labels"])
    let mixed = try batch.mixed(by: draw, classes: 5)
    let end = try task.network(task.begin(mixed), .training(seed: Seed(2)))
    let loss = try task.losses(end).total()
    try loss.backward()
    var found = ["images": mixed.images, "loss": loss]
    for (path, tensor) in store.parameters { found["gradient.\(path)"] = try tensor.gradient() }
    for (path, tensor) in store.buffers { found["statistics.\(path)"] = tensor }
    let expected = try golden.tensors(below: name)
    #expect(try differences(found, from: expected, beyond: Tolerance.network64) == [])
  }
}

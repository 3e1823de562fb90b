import Foundation
import Networks
import Support
import Testing

@testable import Training

/// AdaIN's files, which only learning needs.
struct ShapeTextureSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func recipe(_ encoder: String, _ decoder: String, strength: Double = 0.5) throws
    -> Recipe
  {
    let files = "{encoder: \(encoder), decoder: \(decoder), strength: \(strength)}"
    return try Recipe.named(
      "shapes-resnet20-plain",
      overrides: ["network.width=2", "method={shape-texture: {style: {adain: \(files)}}}"])
  }

  @Test func `files are read where something is learned, and nowhere else`() throws {
    let session = try Session<Classification>(recipe("gone.safetensors", "gone.safetensors"))
    let error = #expect(throws: (any Error).self) { try Learner(session) }
    #expect(error.map { "\($0)" }?.contains("gone.safetensors") == true)
  }

  @Test func `files are named by their whole paths before a run begins`() throws {
    for name in ["run/a", "encoder", "decoder"] {
      try folder.write([1], to: "\(name).safetensors")
    }
    let start = "\(folder.path)/run/.."
    let found = try recipe("\(start)/encoder.safetensors", "\(start)/decoder.safetensors")
      .resolved()
    #expect(
      try found
        == recipe("\(folder.path)/encoder.safetensors", "\(folder.path)/decoder.safetensors"))
    for (files, key) in [
      (("none", "\(folder.path)/decoder.safetensors"), "adain.encoder"),
      (("\(folder.path)/encoder.safetensors", "none"), "adain.decoder"),
    ] {
      let error = #expect(throws: TrainingError.self) {
        try recipe(files.0, files.1).resolved()
      }
      #expect(
        error?.description
          == "cannot read none: method.shape-texture.style.\(key): there is no such file or folder")
    }
  }

  @Test func `a run may go on where its files have moved, but not with another strength`() throws {
    let begun = try recipe("a", "b")
    #expect(try begun.deciding == recipe("c", "d").deciding)
    #expect(try begun.deciding != recipe("a", "b", strength: 0.4).deciding)
    var named = begun
    named.data.classFile = "names.txt"
    #expect(named.deciding == begun.deciding)
  }
}

import Foundation
import Pictures
import Support
import Testing

@testable import Training

struct PredictionFolderTests {
  private let folder: TemporaryFolder
  private let model = NarrowSegmentation.config
  private var out: String { "\(folder.path)/told" }

  init() throws { folder = try TemporaryFolder() }

  private func options(
    _ change: (inout PredictionFolder.Options) -> Void = { _ in }
  ) -> PredictionFolder.Options {
    var options = PredictionFolder.Options()
    change(&options)
    return options
  }

  /// A picture of 4x3 pixels of classes 0 to 4 and what was told of it.
  private func prediction(_ file: String, _ model: ModelConfig? = nil) -> PixelPrediction {
    let model = model ?? self.model
    return PixelPrediction(
      file: file,
      picture: Picture(channels: 3, height: 4, width: 3, bytes: (0..<36).map { UInt8(7 * $0) }),
      mask: Mask(height: 4, width: 3, bytes: [0, 1, 2, 3, 4, 4, 4, 0, 0, 0, 1, 2]),
      name: model.name)
  }

  private func made(
    _ pictures: [String], of model: ModelConfig? = nil,
    _ change: (inout PredictionFolder.Options) -> Void = { _ in }
  ) throws -> PredictionFolder {
    try PredictionFolder(out, of: model ?? self.model, for: pictures, options(change))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: out).sorted()
  }

  private func problem(_ body: () throws -> PredictionFolder) throws -> String {
    let error = #expect(throws: TrainingError.self) { try body() }
    return try #require(error).description
  }

  @Test func `a picture gets its mask in its size, an overlay, and a legend once`() throws {
    let made = try made(["in/a.b.jpg"])
    let told = prediction("in/a.b.jpg")
    try made.write(told)
    #expect(try names() == ["a.b-overlay.png", "a.b.png", "legend.html"])
    let files = made.files(for: "in/a.b.jpg")
    #expect(files.mask == "\(out)/a.b.png" && files.overlay == "\(out)/a.b-overlay.png")
    #expect(try Mask(files.mask) == told.mask)
    let overlay = try ImageFile(#require(files.overlay)).picture(ImageDecoding())
    #expect(overlay == told.picture.overlaid(told.mask.bytes, colours: model.colours ?? []))
    let colours = try ImageFile(files.mask).picture(ImageDecoding())
    let expected = told.mask.bytes.map { model.colours?[Int($0)] ?? [] }
    for channel in 0..<3 {
      #expect(
        colours.bytes[(12 * channel)..<(12 * channel + 12)].elementsEqual(
          expected.map { $0[channel] }))
    }
  }

  @Test func `the legend names every class with its number and colour`() throws {
    _ = try made([])
    let page = String(decoding: try folder.read("told/legend.html"), as: UTF8.self)
    #expect(
      page.contains(
        "<tr><td>2</td><td style=\"background: rgb(0, 250, 0)\"></td><td>&lt;car&gt; &amp; van</td>"
      ))
    for name in ["sky", "road", "tree", "sign"] { #expect(page.contains("<td>\(name)</td>")) }
    #expect(page.matches(of: /<tr>/).count == 6)
  }

  @Test func `masks alone are written where that is asked for`() throws {
    let made = try made(["a.jpg"]) { $0.hasMasksOnly = true }
    try made.write(prediction("a.jpg"))
    #expect(try names() == ["a.png"])
    #expect(made.files(for: "a.jpg").overlay == nil)
  }

  @Test func `Cityscapes' label ids are written in grey for its classes, and for no others`() throws
  {
    var streets = model
    streets.classes = CityscapesSegmentation.classNames
    streets.outputs = 19
    let made = try made(["a.png"], of: streets) { $0.labels = .cityscapes }
    try made.write(prediction("a.png", streets))
    let mask = try ImageFile("\(out)/a.png").picture(ImageDecoding(channels: 1))
    let ids: [UInt8] = [7, 8, 11, 12, 13]
    #expect(mask.bytes == prediction("a.png").mask.bytes.map { ids[Int($0)] })
    let page = String(decoding: try folder.read("told/legend.html"), as: UTF8.self)
    #expect(page.contains("<tr><td>7</td>") && page.contains("<tr><td>33</td>"))
    let other = try problem { try self.made(["b.png"]) { $0.labels = .cityscapes } }
    #expect(other.hasPrefix("--labels cityscapes: it is for Cityscapes' 19 classes (road, "))
    #expect(other.contains("the weights tell 5 (sky, road"))
  }

  @Test(arguments: [
    (["x/a.jpg", "y/a.png"], "told/a.png: x/a.jpg and y/a.png would both be written to it"),
    (["a.jpg", "a-overlay.jpg"], "a-overlay.png: a.jpg and a-overlay.jpg would both"),
    (["a.jpg", "a.jpg"], "its picture, a.jpg, is named twice"),
  ])
  func `two pictures of one name are refused rather than one lost`(
    pictures: [String], text: String
  ) throws {
    #expect(try problem { try made(pictures) }.contains(text))
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test func `files that are there stay as they are, unless they may be written over`() throws {
    let old = try folder.write("old".utf8, to: "told/b.png")
    try folder.write("old".utf8, to: "told/a-overlay.png")
    let text = try problem { try made(["a.jpg", "b.jpg", "c.jpg"]) }
    #expect(text.contains("a-overlay.png: it is there already (and 1 more of them)"), "\(text)")
    #expect(text.contains("--force"))
    #expect(try names() == ["a-overlay.png", "b.png"])
    try made(["b.jpg"]) { $0.overwrites = true }.write(prediction("b.jpg"))
    #expect(try Mask(old) == prediction("b.jpg").mask)
  }

  @Test func `a legend that would be the same is left, another one is not written over`() throws {
    _ = try made(["a.jpg"])
    _ = try made(["b.jpg"])
    var other = model
    other.classes[0] = "water"
    #expect(
      try problem { try made(["c.jpg"], of: other) }.contains("told/legend.html: it is there"))
    _ = try made(["c.jpg"], of: other) { $0.hasMasksOnly = true }
  }

  @Test func `a picture is never written over by its own mask`() throws {
    let own = try folder.write(prediction("").picture.png(), to: "told/a.png")
    let text = try problem { try made([own]) { $0.overwrites = true } }
    #expect(text.contains("told/a.png: it is a picture to be told, and would be written over"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a.png", withDestinationPath: own)
    let linked = try problem { try made(["\(folder.path)/a.png"]) { $0.overwrites = true } }
    #expect(linked.contains("would be written over"))
  }

  @Test func `a file in the folder's place, and one that cannot be made, are told`() throws {
    try folder.write([], to: "told")
    #expect(try problem { try made(["a.jpg"]) }.contains("told: it is a file; name a folder"))
    let below = "\(out)/below"
    let error = #expect(throws: TrainingError.self) {
      try PredictionFolder(below, of: model, for: [])
    }
    #expect(error?.description.hasPrefix("cannot write \(below): ") == true)
  }
}

import Foundation
import Pictures
import Testing

struct PicturePartsTests {
  let folder: TemporaryFolder
  let picture: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    picture = try PictureFixtures.bytes("rgb-1x1.jpg")
  }

  private func write(_ names: String...) throws {
    for name in names { try folder.write(picture, to: name) }
  }

  /// How many pictures each part has, `-` where it is not there.
  private func counts(_ parts: PictureParts) -> String {
    [parts.training, parts.validation, parts.test].map { $0.map { "\($0.count)" } ?? "-" }
      .joined(separator: " ")
  }

  private func expectRefused(_ error: ImageSetError) {
    #expect(imageSetError { _ = try PictureParts(folder: folder.path) } == error)
  }

  @Test(arguments: ["val", "valid", "validation"])
  func `parts are folders of class folders`(validation: String) throws {
    try write("train/a/1.jpg", "train/b/1.jpg", "train/b/2.jpg", "test/a/1.jpg", "test/b/1.jpg")
    #expect(counts(try PictureParts(folder: folder.path)) == "3 - 2")
    try write("\(validation)/a/1.jpg", "\(validation)/b/1.jpg", "notes/deep/1.jpg")
    let parts = try PictureParts(folder: folder.path)
    #expect(counts(parts) == "3 2 2")
    #expect(parts.classes == ["a", "b"])
  }

  @Test func `a part to judge by may stand alone`() throws {
    try write("test/a/1.jpg", "test/b/1.jpg")
    let parts = try PictureParts(folder: folder.path)
    #expect(counts(parts) == "- - 2")
    #expect(parts.classes == ["a", "b"])
  }

  @Test func `without parts the folders are classes, even one called train`() throws {
    try write("train/1.jpg", "plane/1.jpg", "test/1.jpg", "ship/old/1.jpg")
    let parts = try PictureParts(folder: folder.path)
    #expect(counts(parts) == "4 - -")
    #expect(parts.classes == ["plane", "ship", "test", "train"])
  }

  @Test(arguments: ["Train", "training", "TEST", "eval", "Validation"])
  func `a part that is called otherwise is no class`(name: String) throws {
    try write("\(name)/a/1.jpg", "b/1.jpg")
    expectRefused(.misnamedPart(place: folder.path, found: name))
  }

  @Test func `two folders for one part are refused`() throws {
    try write("train/a/1.jpg", "val/a/1.jpg", "valid/a/1.jpg")
    expectRefused(.doubledPart(place: folder.path, first: "val", second: "valid"))
  }

  @Test func `parts of other classes are refused with those that differ`() throws {
    try write("train/a/1.jpg", "train/b/1.jpg", "train/c/1.jpg", "val/b/1.jpg", "val/d/1.jpg")
    let first = "\(folder.path)/train (3 pictures, 3 classes)"
    let set = "\(folder.path)/val (2 pictures, 2 classes)"
    let error = ImageSetError.classesDiffer(
      set: set, first: first, missing: ["a", "c"], unknown: ["d"])
    expectRefused(error)
    #expect(error.description.contains("missing is a, c; only here is d"))
  }

  @Test func `an empty class, and classes that differ in capitals, are refused in every part`()
    throws
  {
    try write("train/a/1.jpg", "test/a/1.jpg", "test/b/notes.txt", "train/b/1.jpg")
    expectRefused(.emptyClass(folder: folder.path + "/test", name: "b"))
    try write("test/b/1.jpg", "test/B/1.jpg")
    expectRefused(.classesDifferInCase(place: folder.path + "/test", first: "B", second: "b"))
  }

  @Test func `scans are remembered for each part, and told of`() throws {
    try write("train/a/1.jpg", "val/a/1.jpg", "val/a/2.jpg")
    for name in ["", "/train", "/train/a", "/val", "/val/a"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: folder.path + name)
    }
    let caches = try TemporaryFolder()
    let memory = ScanMemory(folder: caches.path + "/spar/scans")
    var scanned: [String] = []
    for _ in 0..<2 {
      let parts = try PictureParts(folder: folder.path, memory: memory) {
        scanned.append("\($0.dropFirst(folder.path.count)) \($1.done) \($1.count) \($1.pictures)")
      }
      #expect(counts(parts) == "1 2 -")
    }
    #expect(scanned == ["/train 1 1 1", "/val 1 1 2"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: memory.folder).count == 2)
  }

  @Test func `decoding and limits are asked of every part`() throws {
    try write("train/a/1.jpg", "test/a/1.jpg")
    let parts = try PictureParts(
      folder: folder.path, decoding: ImageDecoding(channels: 1), limits: ImageLimits(pixels: 7))
    for part in [parts.training, parts.test] {
      #expect(part?.decoding.channels == 1)
      #expect(try part?.sample(at: 0).picture.channels == 1)
    }
    let small = try PictureParts(folder: folder.path, limits: ImageLimits(pixels: 0))
    #expect(throws: ImageError.self) { try small.test?.sample(at: 0) }
  }
}

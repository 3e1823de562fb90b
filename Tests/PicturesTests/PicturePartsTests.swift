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

extension PicturePartsTests {
  private func list(_ name: String, _ text: String) throws {
    try folder.write(Array(text.utf8), to: name)
  }

  @Test func `lists are parts, the first one tells the classes`() throws {
    try list("train.txt", "1.jpg cat\n2.jpg dog\n3.jpg ant\n")
    try list("valid.txt", "4.jpg dog\n")
    try list("notes.txt", "nothing")
    let parts = try PictureParts(lists: folder.path)
    #expect(counts(parts) == "3 1 -")
    #expect(parts.validation?.classes == ["ant", "cat", "dog"])
    #expect(parts.validation?.label(at: 0) == 2)
    try list("test.txt", "5.jpg bird\n")
    guard case .badLine = imageSetError({ _ = try PictureParts(lists: folder.path) }) else {
      Issue.record("a class that training has not was taken")
      return
    }
  }

  @Test func `one list is all to train on, names may lie beside it`() throws {
    try list("all.txt", "1.jpg 1\n2.jpg 0\n")
    let place = folder.path + "/all.txt"
    #expect(try PictureParts(lists: place).classes == ["0", "1"])
    try list("classes.txt", "cat\n\n big dog \r\nant")
    let parts = try PictureParts(lists: place)
    #expect(parts.classes == ["cat", "big dog", "ant"])
    #expect(parts.training?.labels == [1, 0])
  }

  @Test(arguments: ["cat\ncat\n", "\n", "a\u{0}\nb\na\u{0}"])
  func `names that are given twice, or none, are refused`(names: String) throws {
    try list("train.txt", "1.jpg 0\n")
    try list("classes.txt", names)
    #expect(throws: (any Error).self) { try PictureParts(lists: folder.path) }
  }

  @Test func `a folder without a list or an archive is told what is looked for`() throws {
    #expect(
      imageSetError { _ = try PictureParts(lists: folder.path) }
        == .noPart(place: folder.path, expected: "train.txt"))
    #expect(
      imageSetError { _ = try PictureParts(archives: folder.path) }
        == .noPart(place: folder.path, expected: "train.tar or train-000.tar"))
    guard
      case .missing = picturesError({ _ = try PictureParts(lists: folder.path + "/no.txt") }),
      case .missing = picturesError({ _ = try PictureParts(archives: folder.path + "/no.tar") }),
      case .missing = picturesError({ _ = try PictureParts(folder: folder.path + "/no") })
    else {
      Issue.record("what is not there was read")
      return
    }
  }

  private func archive(_ name: String, _ entries: String...) throws {
    var archive = TarArchive()
    for entry in entries { archive.add(entry, picture) }
    try folder.write(archive.finished, to: name)
  }

  @Test func `archives are of the part that their names begin with`() throws {
    try archive("train-1.tar", "a/1.jpg")
    try archive("train-0.tar", "b/1.jpg", "a/2.jpg")
    try archive("val.tar", "a/3.jpg", "b/4.jpg")
    var progress: [[Int]] = []
    let parts = try PictureParts(archives: folder.path) {
      progress.append([$1.done, $1.count, $1.pictures])
    }
    #expect(counts(parts) == "3 2 -")
    #expect(parts.training?.labels == [1, 0, 0])
    #expect(progress == [[1, 2, 2], [2, 2, 3], [1, 1, 2]])
    try archive("trains.tar", "a/1.jpg")
    #expect(
      imageSetError { _ = try PictureParts(archives: folder.path) }
        == .mixedParts(place: folder.path, found: "trains.tar"))
  }

  @Test func `archives of no part are all to train on, as is one by itself`() throws {
    try archive("x.tar", "a/1.jpg")
    try archive("trains.tar", "b/1.jpg", "b/2.jpg")
    let parts = try PictureParts(archives: folder.path)
    #expect(counts(parts) == "3 - -")
    #expect(parts.training?.labels == [1, 1, 0])
    #expect(counts(try PictureParts(archives: folder.path + "/x.tar")) == "1 - -")
  }

  @Test func `archives of other classes are refused`() throws {
    try archive("train.tar", "a/1.jpg", "b/1.jpg")
    try archive("test.tar", "a/1.jpg")
    guard
      case .classesDiffer(_, _, ["b"], []) = imageSetError({
        _ = try PictureParts(archives: folder.path)
      })
    else {
      Issue.record("the classes differ")
      return
    }
  }
}

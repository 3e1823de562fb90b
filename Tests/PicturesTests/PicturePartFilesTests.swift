import Foundation
import Pictures
import Testing

/// Parts that are lists or archives.
struct PicturePartFilesTests {
  let folder: TemporaryFolder
  let picture: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    picture = try PictureFixtures.bytes("rgb-1x1.jpg")
  }

  /// How many pictures each part has, `-` where it is not there.
  private func counts(_ parts: PictureParts) -> String {
    [parts.training, parts.validation, parts.test].map { $0.map { "\($0.count)" } ?? "-" }
      .joined(separator: " ")
  }

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

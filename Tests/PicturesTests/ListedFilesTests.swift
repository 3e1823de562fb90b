import Foundation
import Pictures
import Testing

struct ListedFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func list(_ text: String, classes: [String]? = nil) throws -> ListedFiles {
    try ListedFiles(folder.write(Array(text.utf8), to: "list.txt"), classes: classes)
  }

  private func paths(_ set: ListedFiles) -> [String] {
    (0..<set.count).map { set.path(at: $0).replacing(folder.path, with: ".") }
  }

  @Test func `line ends of both kinds, blank lines and spaces in paths are read`() throws {
    let set = try list("\u{feff}a b/1.jpg 0\r\n\r\n  \n c.png\t2 \n/d  e.jpg  1")
    #expect(paths(set) == ["./a b/1.jpg", "./c.png", "/d  e.jpg"])
    #expect(set.classes == ["0", "1", "2"])
    #expect(set.labels == [0, 2, 1])
  }

  @Test func `names make sorted classes, and may have spaces behind a tab`() throws {
    let set = try list("1.jpg\tbig dog\n2.jpg\tcat\n3.jpg\t7\n")
    #expect(set.classes == ["7", "big dog", "cat"])
    #expect(set.labels == [1, 2, 0])
  }

  @Test func `given classes are found by name or by number`() throws {
    let set = try list("1.jpg dog\n2.jpg 0\n", classes: ["cat", "dog"])
    #expect(set.labels == [1, 0])
    #expect(set.classes == ["cat", "dog"])
  }

  @Test(arguments: [
    ("a.jpg 0\n\nb.jpg\n", 3, "b.jpg"), ("a.jpg 0\r\nb.jpg bird\r\n", 2, "bird"),
    ("a.jpg 2\n", 1, "2"), ("a.jpg -1\n", 1, "-1"),
  ])
  func `a bad line is named by its number`(text: String, line: Int, found: String) throws {
    let error = imageSetError { _ = try list(text, classes: ["cat", "dog"]) }
    guard case .badLine(folder.path + "/list.txt", line, found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a number that would make classes by the million is refused by its line`() throws {
    #expect(try list("1.jpg 0\n2.jpg 65535\n").classes.count == 65_536)
    let many = (0..<5_000).map { "\($0).jpg \($0)\n" }.joined()
    #expect(try list(many + "a.jpg 80015\n").classes.count == 80_016)
    for (text, line) in [("1.jpg 0\n2.jpg 65536\n", 2), (many + "a.jpg 80016\n", 5_001)] {
      let error = imageSetError { _ = try list(text) }
      guard case .badLine(folder.path + "/list.txt", line, _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `a line that is no text is named by its number`() throws {
    for bytes in [[0x61, 0xff, 0x20, 0x30], [0x61, 0, 0x20, 0x30]] as [[UInt8]] {
      let file = try folder.write(Array("a.jpg 0\n".utf8) + bytes, to: "list.txt")
      guard case .badLine(file, 2, _, _) = imageSetError({ _ = try ListedFiles(file) }) else {
        Issue.record("\(bytes)")
        continue
      }
    }
  }

  @Test func `a list of nothing, and classes that differ in capitals only, are refused`() throws {
    let file = folder.path + "/list.txt"
    #expect(imageSetError { _ = try list("\n \r\n") } == .noPictures(file: file))
    #expect(
      imageSetError { _ = try list("1.jpg cat\n2.jpg Cat\n") }
        == .classesDifferInCase(place: file, first: "Cat", second: "cat"))
  }

  @Test func `a listed picture is read beside its list, a missing one is named`() throws {
    try folder.write(PictureFixtures.bytes("grey.jpg"), to: "x/a b.jpg")
    let set = try list("x/a b.jpg 3\nx/c.jpg 1\n")
    let sample = try set.sample(at: 0)
    #expect(sample.picture == (try PictureFixtures.pixels("grey.jpg.ppm")))
    #expect(sample.label == 3)
    #expect(
      imageSetError { _ = try set.sample(at: 1) }
        == .vanished(file: set.path(at: 1), since: "listed in \(set.list)"))
  }
}

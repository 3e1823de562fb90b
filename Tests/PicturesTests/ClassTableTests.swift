import Foundation
import Pictures
import Testing

struct ClassTableTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let picture = try PictureFixtures.bytes("rgb-1x1.jpg")
    for name in ["n03/1.jpg", "n01/1.jpg", "n03/2.jpg"] {
      try folder.write(picture, to: "photos/\(name)")
    }
  }

  private func named(_ lines: String) throws -> any EncodedPictureSet {
    let file = try folder.write(Array(lines.utf8), to: "classes.txt")
    return try ClassTable(file).named(ImageFolder("\(folder.path)/photos"))
  }

  @Test func `classes are those of the table, labels their places in it`() throws {
    let set = try named("n00 ant\r\nn01 bee, honey bee\n\nn02  crane\nn03\tcrane, bird\nn04\n")
    #expect(set.classes == ["ant", "bee", "crane (n02)", "crane (n03)", "n04"])
    #expect(set.labels == [1, 3, 3] && set.count == 3)
    #expect(try set.sample(at: 1).label == 3)
    #expect(try set.image(at: 0).header.width == 1)
    // The order is the table's, whatever that of the folders.
    #expect(try named("n03 c\nn02 b\nn01 a").labels == [2, 0, 0])
  }

  @Test func `names alone are those of the folders in their order`() throws {
    let set = try named("bee, honey bee\ncrane\n")
    #expect(set.classes == ["bee, honey bee", "crane"] && set.labels == [0, 1, 1])
    #expect(try named("crane\ncrane").classes == ["crane (n01)", "crane (n03)"])
  }

  @Test func `a table for other classes is refused`() throws {
    let error = #expect(throws: ImageSetError.self) { try named("n01 bee\nn02 crane") }
    #expect(error?.description.contains("its class n03 begins no line of ") == true)
    let count = #expect(throws: PicturesError.self) { try named("ant\nbee\ncrane") }
    #expect(count?.description.contains("3 class names found, 2 expected") == true)
    #expect(throws: PicturesError.self) { try named("\n \n") }
    #expect(throws: PicturesError.self) { try ClassTable("\(folder.path)/none.txt") }
    let bad = try folder.write([0x61, 0x0a, 0xff, 0x0a], to: "bad.txt")
    #expect(
      throws: ImageSetError.badLine(
        file: bad, line: 2, found: "\u{fffd}", expected: "text in UTF-8")
    ) { try ClassTable(bad) }
  }

  @Test func `all parts of a set get the table's classes`() throws {
    let picture = try PictureFixtures.bytes("rgb-1x1.jpg")
    for part in ["train", "val", "test"] {
      for name in ["n01", "n02"] { try folder.write(picture, to: "parts/\(part)/\(name)/1.jpg") }
    }
    let file = try folder.write(Array("n00 ant\nn01 bee\nn02 fly".utf8), to: "classes.txt")
    let parts = try PictureParts(folder: "\(folder.path)/parts").named(by: ClassTable(file))
    for set in [parts.training, parts.validation, parts.test] {
      #expect(set?.classes == ["ant", "bee", "fly"] && set?.labels == [1, 2])
    }
  }
}

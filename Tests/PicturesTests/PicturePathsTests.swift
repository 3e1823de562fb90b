import Foundation
import Testing

@testable import Pictures

struct PicturePathsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ names: String...) throws {
    for name in names { try folder.write([1], to: name) }
  }

  @Test func `files stay in their order, those of a folder are found by their endings and sorted`()
    throws
  {
    try write("z/b.png", "z/a/9.JPG", "z/a/10.jpeg", "z/B.png", "z/.hidden.png", "z/notes.txt")
    try write("any name")
    let path = folder.path
    let found = try picturePaths(in: ["\(path)/any name", "\(path)/z/", "\(path)/z/b.png"])
    #expect(
      found == [
        "\(path)/any name", "\(path)/z/B.png", "\(path)/z/a/10.jpeg", "\(path)/z/a/9.JPG",
        "\(path)/z/b.png", "\(path)/z/b.png",
      ])
  }

  @Test func `what is missing, and a folder without pictures, are told`() throws {
    try write("empty/notes.txt")
    #expect(throws: ImageSetError.noPictures(file: "\(folder.path)/empty")) {
      try picturePaths(in: ["\(folder.path)/empty"])
    }
    let error = #expect(throws: PicturesError.self) { try picturePaths(in: ["/no/such.png"]) }
    #expect(error?.description.contains("/no/such.png: there is no such file") == true)
  }

  @Test func `a link that leads back up is refused`() throws {
    try write("a/1.png")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/a/up", withDestinationPath: folder.path)
    let error = #expect(throws: ImageSetError.self) { try picturePaths(in: [folder.path]) }
    guard case .tooDeep(_, limit: 32) = error else { return #expect(Bool(false), "\(error)") }
  }
}

import Foundation
import Pictures
import Testing

struct ImageFolderTests {
  let folder: TemporaryFolder
  let picture: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    picture = try PictureFixtures.bytes("rgb-1x1.jpg")
  }

  private func paths(_ set: ImageFolder) -> [String] {
    (0..<set.count).map { String(set.path(at: $0).dropFirst(folder.path.count + 1)) }
  }

  @Test func `pictures come by class, then folder, then name, each by its bytes`() throws {
    for name in [
      "dog/2.PNG", "dog/10.jpg", "Zebra/a.jpeg", "dog/b/c/1.jpg", "dog/b/1.jpg",
      "dog/b-c/1.jpg", "dog/ä.jpg", "dog/z.webp", "cat/x.tiff",
    ] {
      try folder.write(picture, to: name)
    }
    let set = try ImageFolder(folder.path)
    #expect(set.classes == ["Zebra", "cat", "dog"])
    #expect(
      paths(set) == [
        "Zebra/a.jpeg", "cat/x.tiff", "dog/10.jpg", "dog/2.PNG", "dog/z.webp", "dog/ä.jpg",
        "dog/b/1.jpg", "dog/b-c/1.jpg", "dog/b/c/1.jpg",
      ])
    #expect(set.labels == [0, 1, 2, 2, 2, 2, 2, 2, 2])
    let sample = try set.sample(at: 3)
    #expect(sample.label == 2 && sample.index == 3)
    #expect(sample.picture == (try PictureFixtures.pixels("rgb-1x1.jpg.ppm")))
  }

  @Test func `folders whose names differ as bytes alone are two`() throws {
    for name in ["a/caf\u{e9}/1.jpg", "a/cafe\u{301}/1.jpg", "a/cafe\u{301}/2.jpg", "b/1.jpg"] {
      try folder.write(picture, to: name)
    }
    let set = try ImageFolder(folder.path)
    #expect(set.labels == [0, 0, 0, 1])
    #expect(Set((0..<3).map { Array(set.path(at: $0).utf8) }).count == 3)
  }

  @Test func `hidden files, other files and files beside the classes are left out`() throws {
    for name in ["a/1.jpg", "a/._1.jpg", "a/.jpg", "a/notes.txt", "a/jpg", "0.jpg", ".git/1.jpg"] {
      try folder.write(picture, to: name)
    }
    let set = try ImageFolder(folder.path)
    #expect(paths(set) == ["a/1.jpg"])
    #expect(set.classes == ["a"])
  }

  @Test func `grey and a limit are asked of every picture`() throws {
    try folder.write(picture, to: "a/1.jpg")
    let grey = try ImageFolder(folder.path, decoding: ImageDecoding(channels: 1))
    #expect(try grey.sample(at: 0).picture.shape == [1, 1, 1])
    let small = try ImageFolder(folder.path, limits: ImageLimits(pixels: 0))
    let file = small.path(at: 0)
    let error = imageError { _ = try small.sample(at: 0) }
    #expect(error == .tooManyPixels(file: file, height: 1, width: 1, limit: 0))
  }

  @Test func `an empty class, no class, and no folder are refused`() throws {
    try folder.write(picture, to: "a/1.jpg")
    try folder.write([], to: "b/notes.txt")
    #expect(
      imageSetError { _ = try ImageFolder(folder.path) }
        == .emptyClass(folder: folder.path, name: "b"))
    let inner = folder.path + "/a"
    #expect(imageSetError { _ = try ImageFolder(inner) } == .noClasses(folder: inner))
    guard case .missing = picturesError({ _ = try ImageFolder("/none") }) else {
      Issue.record("a missing folder was read")
      return
    }
  }

  @Test func `two classes that differ in capitals only are refused`() throws {
    try folder.write(picture, to: "Cat/1.jpg")
    try folder.write(picture, to: "cat/1.jpg")
    #expect(
      imageSetError { _ = try ImageFolder(folder.path) }
        == .classesDifferInCase(place: folder.path, first: "Cat", second: "cat"))
  }

  @Test func `a picture that vanished, or is none, is named`() throws {
    let gone = try folder.write(picture, to: "a/1.jpg")
    let gif = try folder.write(Array("GIF89a".utf8), to: "a/2.jpg")
    let set = try ImageFolder(folder.path)
    try FileManager.default.removeItem(atPath: gone)
    #expect(
      imageSetError { _ = try set.sample(at: 0) }
        == .vanished(file: set.path(at: 0), since: "when \(folder.path) was scanned"))
    #expect(set.path(at: 1) == gif.replacing("//", with: "/"))
    let error = imageError { _ = try set.sample(at: 1) }
    #expect(error == .unknownFormat(file: set.path(at: 1), found: "a GIF"))
  }

  @Test func `a link to a folder is followed, one that leads back is refused`() throws {
    try folder.write(picture, to: "real/1.jpg")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: "real")
    #expect(paths(try ImageFolder(folder.path)) == ["link/1.jpg", "real/1.jpg"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/real/back", withDestinationPath: "../real")
    guard case .tooDeep = imageSetError({ _ = try ImageFolder(folder.path) }) else {
      Issue.record("the link was followed without end")
      return
    }
  }

  @Test func `progress counts classes and pictures`() throws {
    for name in ["a/1.jpg", "b/1.jpg", "b/2.jpg"] { try folder.write(picture, to: name) }
    var seen: [[Int]] = []
    _ = try ImageFolder(folder.path) { seen.append([$0.done, $0.count, $0.pictures]) }
    #expect(seen == [[1, 2, 1], [2, 2, 3]])
  }
}

extension ImageFolderTests {
  /// Makes every folder look as if it had not changed for a while.
  private func age(_ seconds: Int) {
    for name in ["", "/a", "/b", "/a/sub"] {
      var times = [timeval(tv_sec: time(nil) - seconds, tv_usec: 0)]
      times.append(times[0])
      utimes(folder.path + name, times)
    }
  }

  /// Whether the folder had to be scanned.
  private func scans(_ memory: String) throws -> Bool {
    var calls = 0
    let set = try ImageFolder(folder.path, memory: memory) { _ in calls += 1 }
    let fresh = try ImageFolder(folder.path)
    #expect(paths(set) == paths(fresh))
    #expect(set.labels == fresh.labels && set.classes == fresh.classes)
    return calls > 0
  }

  @Test func `a scan is remembered until a folder changes`() throws {
    for name in ["a/1.jpg", "a/sub/2.jpg", "b/1.jpg"] { try folder.write(picture, to: name) }
    let memory = try TemporaryFolder()
    let file = memory.path + "/scan"
    age(100)
    #expect(try scans(file))
    #expect(try !scans(file))
    try folder.write(picture, to: "a/sub/0.jpg")
    #expect(try scans(file))
    age(90)
    #expect(try scans(file))
    #expect(try !scans(file))
  }

  @Test func `a folder that has just changed is not remembered`() throws {
    try folder.write(picture, to: "a/1.jpg")
    let memory = try TemporaryFolder()
    #expect(try scans(memory.path + "/scan"))
    #expect(try scans(memory.path + "/scan"))
  }

  @Test func `a damaged memory, or another folder's, is passed over`() throws {
    for name in ["a/1.jpg", "a/sub/2.jpg", "b/1.jpg"] { try folder.write(picture, to: name) }
    let memory = try TemporaryFolder()
    let file = memory.path + "/scan"
    age(100)
    #expect(try scans(file))
    let whole = try [UInt8](Data(contentsOf: URL(filePath: file)))
    for length in stride(from: 0, to: whole.count, by: 7) {
      try memory.write(Array(whole[..<length]), to: "scan")
      #expect(try scans(file))
    }
    try memory.write(whole, to: "scan")
    let other = try TemporaryFolder()
    try other.write(picture, to: "c/1.jpg")
    #expect(try ImageFolder(other.path, memory: file).classes == ["c"])
  }
}

/// The error that `body` throws, where it is about a collection of pictures.
func imageSetError(_ body: () throws -> Void) -> ImageSetError? {
  do {
    try body()
    return nil
  } catch {
    return error as? ImageSetError
  }
}

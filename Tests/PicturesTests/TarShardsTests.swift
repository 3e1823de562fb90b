import Foundation
import Pictures
import Randomness
import Testing

struct TarShardsTests {
  let folder: TemporaryFolder
  let picture: [UInt8]
  let long = String(repeating: "long", count: 30)

  init() throws {
    folder = try TemporaryFolder()
    picture = try PictureFixtures.bytes("rgb-8.png")
  }

  private func shards(_ archive: TarArchive, _ name: String = "a.tar") throws -> TarShards {
    try TarShards([folder.write(archive.finished, to: name)])
  }

  private func names(_ set: TarShards) -> [String] {
    (0..<set.count).compactMap { set.path(at: $0).split(separator: ":").last.map(String.init) }
  }

  @Test func `pictures are read in place, classes are their folders`() throws {
    var first = TarArchive()
    first.add("train/", kind: "5")
    first.add("train/dog/1.png", picture)
    first.add("./train/cat/2.jpg", try PictureFixtures.bytes("grey.jpg"))
    first.add("train/cat/notes.txt", [1])
    first.add("train/cat/._2.jpg", [1])
    var second = TarArchive()
    second.add("ant/3.png", picture)
    let set = try TarShards([
      folder.write(first.finished, to: "1.tar"), folder.write(second.finished, to: "2.tar"),
    ])
    #expect(names(set) == ["train/dog/1.png", "train/cat/2.jpg", "ant/3.png"])
    #expect(set.classes == ["ant", "cat", "dog"])
    #expect(set.labels == [2, 1, 0])
    #expect(try set.sample(at: 0).picture == PictureFixtures.pixels("rgb-8.png.ppm"))
    #expect(try set.sample(at: 1).picture == PictureFixtures.pixels("grey.jpg.ppm"))
    #expect(try set.sample(at: 2).picture == PictureFixtures.pixels("rgb-8.png.ppm"))
  }

  @Test func `long names of POSIX, GNU and pax are read`() throws {
    var archive = TarArchive()
    archive.add("1.png", picture, prefix: "\(long)/cat")
    archive.add("././@LongLink", Array("\(long)/dog/2.png\0".utf8), kind: "L")
    archive.add("cut/short/2.png", picture)
    archive.add("PaxHeader", pax(["mtime": "1.5", "path": "\(long)/ant/3.png"]), kind: "x")
    archive.add("cut/short/3.png", picture)
    archive.add("pax_global_header", pax(["comment": "path=x/y.png"]), kind: "g")
    archive.add("bee/4.png", picture)
    let set = try shards(archive)
    #expect(
      names(set) == ["\(long)/cat/1.png", "\(long)/dog/2.png", "\(long)/ant/3.png", "bee/4.png"])
    #expect(try set.sample(at: 3).picture == PictureFixtures.pixels("rgb-8.png.ppm"))
  }

  @Test func `pax records that are no text are passed over`() throws {
    var archive = TarArchive()
    let records = Array("29 SCHILY.xattr.user.md5=".utf8) + [0xff, 0xc3, 0x28] + Array("\n".utf8)
    archive.add("PaxHeader", records + pax(["path": "\(long)/ant/3.png"]), kind: "x")
    archive.add("cut/short/3.png", picture)
    #expect(try names(shards(archive)) == ["\(long)/ant/3.png"])
  }

  @Test func `classes whose names differ as bytes alone are refused`() throws {
    var archive = TarArchive()
    archive.add("caf\u{e9}/1.png", picture)
    archive.add("cafe\u{301}/2.png", picture)
    #expect(throws: ImageSetError.self) { try shards(archive) }
  }

  @Test func `a size that pax tells goes before the header's`() throws {
    var archive = TarArchive()
    archive.add("PaxHeader", pax(["size": "\(picture.count)"]), kind: "x")
    archive.add("a/1.png", picture, size: 0)
    archive.add("a/2.png", picture)
    #expect(try shards(archive).sample(at: 1).picture == PictureFixtures.pixels("rgb-8.png.ppm"))
  }

  /// The records of a pax header, in the order of their keys.
  private func pax(_ records: [String: String]) -> [UInt8] {
    records.sorted { $0.key < $1.key }.flatMap { key, value in
      let rest = " \(key)=\(value)\n"
      let length = (1...999).first { $0 == String($0).utf8.count + rest.utf8.count } ?? 0
      return Array("\(length)\(rest)".utf8)
    }
  }

  @Test(
    arguments: [
      ("1", "a/x.png", "it is a hard link"), ("2", "a/x.png", "it is a symbolic link"),
      ("3", "a/x.png", "it is a device"), ("4", "a/x", "it is a device"),
      ("6", "a/x", "it is a pipe"),
      ("S", "a/x.png", "it is of the unknown kind S"), ("0", "/a/x.png", "it leads outside"),
      ("0", "a/../../x.png", "it leads outside"), ("5", "..", "it leads outside"),
      ("0", "x.png", "it lies in no folder to be its class"), ("0", "", "its name is none"),
    ] as [(Character, String, String)])
  func `an entry that must not be there is named`(kind: Character, name: String, reason: String)
    throws
  {
    var archive = TarArchive()
    archive.add("a/1.png", picture)
    archive.add(name, kind: kind)
    let error = imageSetError { _ = try shards(archive) }
    #expect(
      error
        == .refusedEntry(archive: folder.path + "/a.tar", entry: name, reason: reason))
  }
}

extension TarShardsTests {
  private var small: TarArchive {
    var archive = TarArchive()
    archive.add("a/1.png", picture)
    archive.add("b/2.png", picture)
    return archive
  }

  @Test func `an archive cut short anywhere before its end mark is refused`() throws {
    let whole = small.finished
    for length in stride(from: 0, through: whole.count - 1024, by: 64) {
      let file = try folder.write(Array(whole[..<length]), to: "a.tar")
      guard case .archiveTruncated(file, length, _) = imageSetError({ _ = try TarShards([file]) })
      else {
        Issue.record("\(length)")
        continue
      }
    }
  }

  @Test func `a changed header is refused at its offset`() throws {
    for place in [0, 99, 124, 150, 156, 345] {
      var bytes = small.finished
      bytes[place] ^= 1
      let file = try folder.write(bytes, to: "a.tar")
      guard case .badHeader(file, 0, _) = imageSetError({ _ = try TarShards([file]) }) else {
        Issue.record("\(place)")
        continue
      }
    }
  }

  @Test func `a compressed archive is refused with what to do`() throws {
    var random = Seed(31).stream
    let noise = (0..<4096).map { _ in UInt8(random.below(256)) }
    let file = try folder.write(gzip(small.finished + noise), to: "a.tar")
    let error = imageSetError { _ = try TarShards([file]) }
    guard case .badHeader(file, 0, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("not compressed") == true)
  }

  @Test func `an archive that changed or vanished since is named`() throws {
    let set = try shards(small)
    let file = set.archives[0]
    try folder.write(small.finished + [0], to: "a.tar")
    let size = small.finished.count
    #expect(
      imageSetError { _ = try set.sample(at: 0) }
        == .archiveChanged(archive: file, found: size + 1, expected: size))
    try FileManager.default.removeItem(atPath: file)
    #expect(
      imageSetError { _ = try set.sample(at: 0) }
        == .vanished(file: file, since: "when it was indexed"))
  }

  @Test func `an archive without pictures, and classes but for capitals, are refused`() throws {
    var archive = TarArchive()
    archive.add("a/notes.txt", [1])
    #expect(imageSetError { _ = try shards(archive) } == .noPictures(file: folder.path + "/a.tar"))
    archive.add("a/1.png", picture)
    archive.add("A/1.png", picture)
    #expect(
      imageSetError { _ = try shards(archive) }
        == .classesDifferInCase(place: folder.path + "/a.tar", first: "A", second: "a"))
  }

  @Test func `a damaged archive is refused, or gives pictures that are whole or refused`() throws {
    var archive = small
    archive.add("././@LongLink", Array("\(long)/dog/2.png\0".utf8), kind: "L")
    archive.add("cut/short/2.png", picture)
    archive.add("PaxHeader", pax(["path": "\(long)/ant/3.png"]), kind: "x")
    archive.add("cut/short/3.png", picture)
    var random = Seed(30).stream
    for _ in 0..<1500 {
      let bytes = ImageFuzzTests.mutated(archive.finished, &random)
      let file = try folder.write(bytes, to: "a.tar")
      do {
        let set = try TarShards([file])
        for index in 0..<set.count { _ = try set.sample(at: index) }
      } catch {
        #expect(error is ImageSetError || error is ImageError, "\(error)")
      }
    }
  }
}

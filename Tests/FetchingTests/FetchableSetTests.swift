import Foundation
import Pictures
import Support
import Testing

@testable import Fetching

/// The catalogue.
struct FetchableSetTests {
  @Test(arguments: FetchableSet.all)
  func `every file has an address, a length, a whole checksum and room for what it holds`(
    set: FetchableSet
  ) {
    #expect(set.files.isEmpty != set.steps.isEmpty)
    for file in set.files {
      #expect(file.address.hasPrefix("http"), "\(file.name)")
      #expect(file.sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil, "\(file.name)")
      #expect(file.size > 1000)
      #expect(file.sizeInPlace >= file.size)
      #expect(!file.name.contains("/"))
    }
    #expect(Set(set.files.map(\.sha256)).count == set.files.count)
    #expect(set.files.count < 2 || set.files.allSatisfy { $0.part != nil })
  }

  @Test func `names of sets and of files are different`() {
    let files = FetchableSet.all.flatMap(\.files).map(\.name)
    #expect(Set(files).count == files.count)
    #expect(Set(FetchableSet.all.map(\.name)).count == FetchableSet.all.count)
  }

  @Test func `parts are chosen by name, in the set's order`() throws {
    let coco = try FetchableSet.named("coco2017")
    #expect(coco.parts == ["annotations", "val", "train"])
    let files = try coco.files(ofParts: ["val", "annotations"])
    #expect(files.map(\.name) == ["annotations_trainval2017.zip", "val2017.zip"])
    #expect(try coco.files(ofParts: []).count == 3)
    #expect(throws: FetchError.unknownPart("test", of: "coco2017", known: coco.parts)) {
      try coco.files(ofParts: ["test"])
    }
  }

  @Test func `a name that is not known is told with the nearest`() {
    let error = #expect(throws: FetchError.self) { try FetchableSet.named("voc2017") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("did you mean voc2007?"))
  }

  @Test func `the files of Fashion-MNIST have the catalogue's checksums`() throws {
    guard let files = try PublishedClothing.files() else { return }
    let set = try FetchableSet.named("fashion-mnist")
    for file in set.files {
      let bytes = try #require(files["/\(file.name)"])
      #expect(bytes.count == file.size)
      #expect(FetchCase.sha256(bytes) == file.sha256)
    }
  }

  @Test func `sizes are told in units that a person reads`() {
    #expect(byteText(999) == "999 bytes")
    #expect(byteText(1000) == "1.0 kB")
    #expect(byteText(26_421_880) == "26.4 MB")
    #expect(byteText(170_052_171) == "170 MB")
    #expect(byteText(999_950) == "1.0 MB")
    #expect(byteText(19_336_861_798) == "19.3 GB")
  }
}

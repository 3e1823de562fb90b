import Pictures
import Testing

struct ImageErrorTextTests {
  private static let region = Region(top: 1, left: 2, height: 3, width: 4)

  @Test(arguments: [
    (ImageError.empty(file: "f"), ["f", "no bytes", "Restore"]),
    (.unknownFormat(file: "f", found: "a GIF"), ["f", "a GIF", "JPEG or PNG", "Convert"]),
    (.tooManyBytes(file: "f", found: 9, limit: 7), ["f", "9", "7", "limit"]),
    (.tooManyPixels(file: "f", height: 9, width: 8, limit: 7), ["f", "9x8", "7", "limit"]),
    (.truncated(file: "f", found: 9), ["f", "offset 9", "Restore"]),
    (.corrupt(file: "f", offset: 9, cause: "bad"), ["f", "offset 9", "bad", "Restore"]),
    (.corrupt(file: "f", offset: nil, cause: "bad"), ["f", "bad", "Restore"]),
    (.unsupported(file: "f", cause: "bad"), ["f", "bad", "Save"]),
    (.noMemory(file: "f", height: 9, width: 8), ["f", "9x8", "memory"]),
    (
      .regionOutside(file: "f", region: region, height: 9, width: 8),
      ["f", "1..<4", "2..<6", "9x8", "Ask"]
    ),
    (.notEncoded(shape: [2, 9, 8], cause: "bad"), ["2x9x8", "bad", "1 or 3 channels"]),
  ])
  func `an error of a picture says what was found, where, and what to do`(
    error: ImageError, parts: [String]
  ) {
    for part in parts {
      #expect(error.description.contains(part), "\(part) is not in: \(error.description)")
    }
  }

  @Test(arguments: [
    (
      ImageSetError.doubledPart(place: "d", first: "val", second: "valid"),
      ["d", "val and valid", "Keep one"]
    ), (.misnamedPart(place: "d", found: "Train"), ["d", "Train", "train, val", "Rename"]),
    (.noPart(place: "d", expected: "train.txt"), ["d", "train.txt", "Give"]),
    (.mixedParts(place: "d", found: "x.tar"), ["d", "x.tar", "Rename"]),
    (
      .classesDiffer(set: "v", first: "t", missing: ["a"], unknown: ["b", "c"]),
      ["v", "t", "missing is a", "only here is b, c", "same classes"]
    ), (.classesDiffer(set: "v", first: "t", missing: [], unknown: []), ["another order"]),
    (.noClasses(folder: "d"), ["d", "Sort"]),
    (.emptyClass(folder: "d", name: "c"), ["d/c", "no picture", "Add"]),
    (.classesDifferInCase(place: "d", first: "A", second: "a"), ["d", "A and a", "Rename"]),
    (.badName(folder: "d", found: "x"), ["d", "x", "UTF-8", "Rename"]),
    (.tooDeep(folder: "d", limit: 9), ["d", "9", "link"]),
    (.vanished(file: "f", since: "when d was scanned"), ["f", "when d was scanned", "Restore"]),
    (.badLine(file: "f", line: 3, found: "x", expected: "y"), ["f", "line 3", "x", "y", "Mend"]),
    (.noPictures(file: "f"), ["f", "no picture", "Give"]),
    (.refusedEntry(archive: "t", entry: "e", reason: "bad"), ["t", "e", "bad", "Make"]),
    (.badHeader(archive: "t", offset: 512, cause: "bad"), ["t", "512", "bad", "not compressed"]),
    (.archiveTruncated(archive: "t", found: 7, expected: 9), ["t", "offset 7", "9", "Restore"]),
    (.archiveChanged(archive: "t", found: 7, expected: 9), ["t", "7", "9", "Begin anew"]),
  ])
  func `an error of a collection says what was found, where, and what to do`(
    error: ImageSetError, parts: [String]
  ) {
    for part in parts {
      #expect(error.description.contains(part), "\(part) is not in: \(error.description)")
    }
  }
}

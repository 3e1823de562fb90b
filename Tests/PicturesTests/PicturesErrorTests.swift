import Pictures
import Testing

struct PicturesErrorTests {
  @Test(arguments: [
    (PicturesError.missing(file: "f", advice: "Do."), ["f", "Do."]),
    (.unreadable(file: "f", cause: "denied", advice: "Do."), ["f", "denied", "Do."]),
    (.truncated(file: "f", found: 3, expected: 7, advice: "Do."), ["f", "offset 3", "7", "Do."]),
    (.tooLong(file: "f", found: 9, expected: 7, advice: "Do."), ["f", "9", "offset 7", "Do."]),
    (
      .wrongMagic(file: "f", found: [1, 171], expected: [0, 8], advice: "Do."),
      ["f", "01 ab", "00 08", "offset 0", "Do."]
    ),
    (.emptyDimension(file: "f", offset: 8, advice: "Do."), ["f", "offset 8", "Do."]),
    (
      .gzipCorrupt(file: "f", offset: 5, cause: "bad", advice: "Do."),
      ["f", "offset 5", "bad", "Do."]
    ),
    (.inflatesBeyond(file: "f", expected: 28, advice: "Do."), ["f", "offset 28", "Do."]),
    (
      .promisesTooMuch(file: "f", expected: 28, limit: 9, advice: "Do."), ["f", "28", "9", "Do."]
    ),
    (
      .countsDiffer(images: "f", imageCount: 3, labels: "g", labelCount: 2, advice: "Do."),
      ["f", "3", "g", "2", "Do."]
    ),
    (
      .labelOutOfRange(file: "f", offset: 9, found: 12, classes: 10, advice: "Do."),
      ["f", "offset 9", "12", "0...9", "Do."]
    ),
    (.wrongNames(file: "f", found: 9, expected: 10, advice: "Do."), ["f", "9", "10", "Do."]),
    (.badSplit(held: 12, count: 10), ["12", "1 to 9"]),
    (.cropTooLarge(size: 5, padded: [4, 6]), ["5x5", "4x6"]),
    (.resizedTooLarge(size: [2, 9], limit: 8), ["2x9", "8 pixels", "crop it"]),
    (.wrongChannels(found: 2, expected: [1, 3]), ["2 channels", "1 or 3"]),
    (.shapesDiffer(found: [1, 2, 3], expected: [4, 5, 6]), ["1x2x3", "4x5x6", "size of 1"]),
    (.sampleFailed(set: "s", index: 8, cause: "bad"), ["picture 8 of s", "bad"]),
    (.allSkipped(set: "s", count: 9, first: "bad"), ["none of the 9 pictures of s", "bad"]),
    (.noThread(cause: "limit"), ["limit", "fewer threads"]),
  ])
  func `an error says what was found, where, and what to do`(
    error: PicturesError, parts: [String]
  ) {
    for part in parts {
      #expect(error.description.contains(part), "\(part) is not in: \(error.description)")
    }
  }
}

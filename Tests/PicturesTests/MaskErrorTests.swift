import Pictures
import Testing

struct MaskErrorTests {
  @Test(arguments: [
    (MaskError.notPNG(file: "f", found: "a JPEG"), ["f", "a JPEG", "PNG", "Save"]),
    (.hasColours(file: "f", found: "grey and opacity"), ["f", "grey and opacity", "Look"]),
    (.hasSixteenBits(file: "f"), ["f", "16 bits", "Save"]),
    (.isInterlaced(file: "f"), ["f", "interlaced", "Save"]),
    (
      .sizesDiffer(image: "i", imageSize: [2, 3], mask: "m", maskSize: [4, 5]),
      ["i has 2x3", "mask m has 4x5", "Give"]
    ),
    (
      .unknownLabel(file: "f", found: 21, row: 3, column: 9, classes: 21),
      ["f", "row 3", "column 9", "is 21", "0...20", "255", "21 classes", "mend"]
    ),
    (
      .notFound(what: "mask", name: "n", source: "l lists it", tried: ["a.png", "b.png"]),
      ["n: its mask", "l lists it", "a.png, b.png", "Add"]
    ),
    (.notSBD(file: "f", offset: 124, cause: "bad"), ["f", "offset 124 bad", "SBD", "Restore"]),
    (.vanished(file: "f", set: "s"), ["f", "when s was opened", "Restore"]),
    (.doubled(folder: "d", first: "a.jpg", second: "a.png"), ["d", "a.jpg and a.png", "Rename"]),
    (
      .noSplit(root: "r", name: "tset", known: ["test", "val"]),
      ["r", "\"tset\"", "test, val", "Give"]
    ),
    (.noSplit(root: "r", name: "x", known: []), ["none at all"]),
    (.notSuchSet(root: "r", expected: "masks"), ["r", "masks", "Give"]),
    (.noClasses(file: "classes.txt"), ["classes.txt", "one a line", "Write"]),
    (.tooManyClasses(source: "s", found: 256), ["s", "256", "255", "together"]),
    (.noMasks(set: "s"), ["s", "no masks", "Give"]),
    (.transformed(picture: [7, 7], mask: [8, 9]), ["7x7", "8x9", "colours only"]),
  ])
  func `an error of a mask says what was found, where, and what to do`(
    error: MaskError, parts: [String]
  ) {
    for part in parts {
      #expect(error.description.contains(part), "\(part) is not in: \(error.description)")
    }
  }
}

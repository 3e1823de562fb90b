import Foundation
import Pictures
import Randomness
import Settings
import Support
import Testing

@testable import Training

struct OwnSplitsTests {
  private let own: OwnPictures

  init() throws { own = try OwnPictures() }

  private func data(_ overrides: String...) throws -> DataSettings {
    let settings = ["data.folder=\(own.path)"] + overrides
    return try Recipe.named("folder-resnet20-plain", overrides: settings).data
  }

  private func splits(_ data: DataSettings, seed: UInt64 = 1) throws -> PictureSplits {
    try data.splits(seed: Seed(seed), memory: nil)
  }

  private func counts(_ splits: PictureSplits) -> [Int?] {
    [splits.training.count, splits.validation?.count, splits.test.count]
  }

  /// What is wrong with the pictures, in words.
  private func problem(_ data: DataSettings) -> String? {
    do {
      _ = try splits(data)
      return nil
    } catch {
      return String(describing: error)
    }
  }

  @Test func `a recipe that says nothing of what is held out has a tenth`() throws {
    try own.add(20)
    let recipe = try Recipe(
      yaml: "data: {set: folder, folder: \(own.path), holdout: stratified, size: 32}")
    #expect(recipe.data.validation == nil)
    #expect(try counts(splits(recipe.data)) == counts(splits(data())))
  }

  @Test func `without parts a tenth is held out for each, of every class in proportion`() throws {
    try own.add(20)
    let splits = try splits(data())
    #expect(counts(splits) == [48, 6, 6])
    #expect(splits.judged == .test)
    let validation = try #require(splits.validation)
    for part in [validation, splits.test] {
      #expect(part.labels.sorted() == [0, 0, 1, 1, 2, 2])
    }
    func numbers(_ set: any PictureSet) throws -> [Int] {
      try (0..<set.count).map { try set.sample(at: $0).index }
    }
    let all = try [splits.training, validation, splits.test].flatMap(numbers)
    #expect(all.sorted() == Array(0..<60))
    #expect(try numbers(self.splits(data(), seed: 1).test) == numbers(splits.test))
    #expect(try numbers(self.splits(data(), seed: 2).test) != numbers(splits.test))
  }

  @Test(arguments: [
    ("data.validation=7", "data.test=5", [48, 7, 5]),
    ("data.validation=0", "data.test=5", [55, -1, 5]),
    ("data.validation=1/3", "data.test=0.01", [39, 20, 1]),
    ("data.validation=0", "data.test=null", [54, -1, 6]),
    ("data.validation=7", "data.test=0", [53, 7, 7]),
  ])
  func `counts and shares are of all pictures`(
    validation: String, test: String, expected: [Int]
  ) throws {
    try own.add(20)
    let splits = try splits(data(validation, test))
    #expect(counts(splits).map { $0 ?? -1 } == expected)
    #expect(splits.judged == (test == "data.test=0" ? .validation : .test))
  }

  @Test(arguments: [
    (["train", "val", "test"], [30, 6, 3], PictureSplits.Judged.test),
    (["train", "val"], [30, 6, 6], .validation), (["train", "test"], [27, 3, 3], .test),
    (["train"], [24, 3, 3], .test),
  ])
  func `parts that are given are used, the others held out`(
    names: [String], expected: [Int], judged: PictureSplits.Judged
  ) throws {
    for (name, count) in [("train", 10), ("val", 2), ("test", 1)] where names.contains(name) {
      try own.add(count, to: name)
    }
    let splits = try splits(data())
    #expect(counts(splits) == expected)
    #expect(splits.judged == judged)
    let (pictures, part) = try data().judgedPictures(seed: Seed(1), memory: nil)
    #expect(pictures.count == expected[2] && part == judged)
    #expect(pictures.description == splits.test.description)
  }

  @Test func `pictures to judge by need no others beside them, but training does`() throws {
    try own.add(2, to: "test")
    let (pictures, part) = try data().judgedPictures(seed: Seed(1), memory: nil)
    #expect(pictures.count == 6 && part == .test)
    #expect(try problem(data())?.contains("\(own.path): it has no part to train on") == true)
  }

  @Test func `holding out what is given as a part is refused`() throws {
    for name in ["train", "val", "test"] { try own.add(2, to: name) }
    for part in ["validation", "test"] {
      let text = try problem(data("data.\(part)=0.5"))
      #expect(text?.contains("it has a \(part) part, so that data.\(part) has no use") == true)
    }
  }

  @Test func `what leaves nothing to train on is refused`() throws {
    try own.add(2)
    let all = try problem(data("data.validation=4", "data.test=2"))
    #expect(all?.contains("it has 6 pictures; 4 held out for validation and 2 for testing") == true)
    try own.add(1, of: ["ant"])
    let one = try problem(data("data.validation=0.5", "data.test=0.2"))
    #expect(one?.contains("none is left to train on; add pictures") == true)
  }

  @Test func `a limit is drawn of every class in proportion`() throws {
    try own.add(10)
    let splits = try splits(data("data.limit=12", "data.test=0"))
    #expect(
      splits.training.labels.sorted() == [Int](0..<3).flatMap { [Int](repeating: $0, count: 4) })
    #expect(try problem(data("data.limit=2"))?.contains("raise data.limit") == true)
  }

  @Test func `lists and archives are divided as folders are`() throws {
    let lines = (0..<20).map { "\($0).jpg \($0 % 2)\n" }.joined()
    let list = try own.folder.write(lines.utf8, to: "all.txt")
    var data = try data("data.set=list", "data.folder=\(list)", "data.holdout=last")
    #expect(counts(try splits(data)) == [16, 2, 2])
    data.folder = own.path
    #expect(problem(data)?.contains("has no train.txt") == true)
    data.collection = .tar
    #expect(problem(data)?.contains("has no train.tar") == true)
  }

  @Test func `pictures without a place are told what to give`() throws {
    let data = try Recipe.named("folder-resnet18-afan").data
    #expect(problem(data)?.contains("give data.folder=PHOTOS") == true)
  }

  @Test func `parts are told in words`() throws {
    try own.add(20)
    #expect(
      try splits(data("data.test=0")).summary
        == "54 pictures to train on, 6 to validate on, no others to test on; 3 classes: cat, dog, "
        + "horse")
  }

  @Test func `decoding and limits are those of the settings`() throws {
    try own.add(4)
    let data = try data("data.channels=1", "data.limits.pixels=100", "data.upright=false")
    let parts = try data.parts(nil) { _, _ in }
    let training = try #require(parts.training)
    #expect(training.decoding == ImageDecoding(channels: 1, appliesOrientation: false))
    #expect(throws: ImageError.self) { try training.sample(at: 0) }
  }
}

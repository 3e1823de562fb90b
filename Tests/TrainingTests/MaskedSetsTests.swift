import Foundation
import Pictures
import Support
import Testing

@testable import Training

/// Sets of pictures with masks as recipes name them.
struct MaskedSetsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a picture and its mask.
  private func add(_ picture: String, _ mask: String) throws {
    let pair = MaskedPictures.picture(picture, 0)
    try folder.write(pair.picture.png(), to: picture)
    try folder.write(pair.mask.png(palette: Palette.voc), to: mask)
  }

  private func splits(_ recipe: String, in path: String? = nil, _ overrides: String...) throws
    -> PictureSplits
  {
    let settings = ["data.folder=\(path ?? folder.path)"] + overrides
    return try Recipe.named(recipe, overrides: settings).splits()
  }

  @Test func `Cityscapes' val is judged, its test pictures have no masks`() throws {
    for (split, count) in [("train", 3), ("val", 2), ("test", 1)] {
      for number in 0..<count {
        let name = "\(split)/ulm/ulm_00000\(number)_000019"
        try add(
          "leftImg8bit/\(name)_leftImg8bit.png", "gtFine/\(name)_gtFine_labelIds.png")
      }
    }
    let splits = try splits("cityscapes-deeplabv3plus-resnet50-plain")
    #expect(splits.training.count == 3 && splits.test.count == 2)
    #expect(splits.judged == .validation && splits.training.classes.count == 19)
  }

  @Test func `folders of pictures and masks are taken part by part, or by the names given`() throws
  {
    for (part, count) in [("train", 4), ("val", 2), ("test", 1), ("more", 5)] {
      for number in 0..<count {
        try add("images/\(part)/\(number).png", "masks/\(part)/\(number).png")
      }
    }
    try folder.write(Array("sky\nground\nbox".utf8), to: "classes.txt")
    let recipe = "camvid-deeplabv3plus-lite0-plain"
    let usual = try splits(recipe, "data.set=masks")
    #expect(usual.training.count == 4 && usual.validation?.count == 2 && usual.test.count == 1)
    #expect(usual.judged == .test && usual.training.classes == ["sky", "ground", "box"])
    let named = try splits(
      recipe, "data.set=masks",
      "data.masks={training: more, validation: train, test: val}")
    #expect(named.training.count == 5 && named.validation?.count == 4 && named.test.count == 2)
  }

  @Test func `VOC's splits are those named, and test without masks is not judged`() throws {
    let pictures = try MaskedPictures(["trainval": 6, "train": 3, "val": 2, "test": 1])
    let recipe = "voc2012-deeplabv3plus-resnet50-plain"
    let usual = try splits(recipe, in: pictures.path)
    #expect(usual.training.count == 3 && usual.test.count == 1 && usual.judged == .test)
    let more = try splits(recipe, in: pictures.path, "data.masks.training=trainval")
    #expect(more.training.count == 6)
    try FileManager.default.removeItem(
      atPath: "\(pictures.path)/SegmentationClass/test_0.png")
    let bare = try splits(recipe, in: pictures.path)
    #expect(bare.test.count == 2 && bare.judged == .validation)
    let error = #expect(throws: (any Error).self) {
      try self.splits(recipe, in: pictures.path, "data.masks.training=nowhere")
    }
    #expect("\(error as Any)".contains("nowhere"))
  }
}

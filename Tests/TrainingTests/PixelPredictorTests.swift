import Foundation
import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct PixelPredictorTests {
  private let folder: TemporaryFolder
  private let narrow: NarrowSegmentation
  /// Two of 20x24 pixels, one of 21x25, one of 20x24.
  private let pictures: [Picture]
  private let files: [String]

  init() throws {
    folder = try TemporaryFolder()
    narrow = try NarrowSegmentation(in: folder)
    pictures = [0, 30, 1, 60].map { OwnPictures.picture("cat", $0) }
    files = try pictures.enumerated().map { [folder] in
      try folder.write($0.element.png(), to: "pictures/\($0.offset).png")
    }
  }

  private func predicted(
    _ paths: [String], views: PixelViews? = nil, batchSize: Int = 1
  ) throws -> [PixelPrediction] {
    var found: [PixelPrediction] = []
    try PixelPredictor(weights: narrow.path, views: views).predict(
      paths, batchSize: batchSize, threads: 2
    ) { found.append($0) }
    return found
  }

  /// The likeliest class of each pixel by `[1, classes, H, W]`.
  private func choices(_ scores: Tensor) throws -> [UInt8] {
    try scores.argmax(dim: 1).elements(Int64.self).map(UInt8.init)
  }

  @Test(arguments: [1, 2, 9])
  func `each pixel is of the class of the largest logit, in the picture's own size`(
    batchSize: Int
  ) throws {
    let found = try predicted(files, batchSize: batchSize)
    #expect(found.map(\.file) == files)
    #expect(found.map(\.picture) == pictures)
    for (prediction, picture) in zip(found, pictures) {
      #expect(prediction.mask.height == picture.height && prediction.mask.width == picture.width)
      #expect(try prediction.mask.bytes == choices(narrow.logits(picture.tensor)))
    }
    #expect(found.contains { $0.classes.count > 1 })
  }

  @Test(arguments: [
    ("voc2012-deeplabv3plus-resnet50", 21), ("cityscapes-deeplabv3plus-resnet50", 19),
  ])
  func `a recipe of a published set names its classes without its files`(
    name: String, count: Int
  ) throws {
    let recipe = try Recipe.named("\(name)-plain", overrides: ["data.folder=/nowhere"])
    let config = try Predictor.config(recipe)
    #expect(config.classes.count == count && config.outputs == count)
    #expect(config.classes.contains("person") && config.colours?.count == count)
  }

  @Test func `classes are told with their share of the pixels, that of the most first`() throws {
    for prediction in try predicted(files) {
      let shares = prediction.classes.map(\.share)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
      #expect(shares == shares.sorted(by: >))
      for share in prediction.classes {
        #expect(share.name == NarrowSegmentation.classes[share.label])
        let count = prediction.mask.bytes.count { Int($0) == share.label }
        #expect(Double(count) / Double(prediction.mask.bytes.count) == share.share)
      }
    }
  }

  @Test func `views are averaged, each brought back to the picture's size and side`() throws {
    let views = PixelViews(scales: [1, 1.5, 0.5], flips: true)
    let found = try predicted([files[2]], views: views)
    let picture = try pictures[2].tensor
    var sum = try Tensor.zeros([1, 5, 21, 25], dtype: .float64)
    for size in [[21, 25], [32, 38], [11, 13]] {
      for isMirrored in [false, true] {
        var seen = try picture.upsampleBilinear2d(outputSize: size, alignCorners: false)
        if isMirrored { seen = try seen.flip(dims: [3]) }
        var told = try narrow.logits(seen).softmax(dim: 1)
        if isMirrored { told = try told.flip(dims: [3]) }
        sum = try sum + told.upsampleBilinear2d(outputSize: [21, 25], alignCorners: false)
      }
    }
    #expect(try found[0].mask.bytes == choices(sum))
    #expect(try found[0].mask != predicted([files[2]])[0].mask)
  }

  @Test func `with flips the mirror image of a picture gets the mirror image of its mask`() throws {
    let mirror = try folder.write(pictures[0].mirrored.png(), to: "mirror.png")
    func masks(_ views: PixelViews) throws -> (Mask, Mask) {
      let found = try predicted([files[0], mirror], views: views).map(\.mask)
      let turned = Picture(
        channels: 1, height: found[1].height, width: found[1].width, bytes: found[1].bytes
      ).mirrored
      return (found[0], Mask(height: turned.height, width: turned.width, bytes: turned.bytes))
    }
    let (whole, turned) = try masks(PixelViews(flips: true))
    #expect(whole == turned)
    let (plain, other) = try masks(PixelViews())
    #expect(plain != other)
  }

  @Test func `a recipe says how pictures are looked at, unless that is asked for otherwise`() throws
  {
    let recipe = try NarrowSegmentation.recipe("evaluation.scales=[1, 2]", "evaluation.flips=true")
    let weights = try KnownWeights("\(narrow.path)/model.safetensors", as: recipe)
    #expect(try PixelPredictor(weights).views == PixelViews(scales: [1, 2], flips: true))
    #expect(try PixelPredictor(weights, views: PixelViews()).views == PixelViews())
    #expect(try PixelPredictor(weights: narrow.path).views == PixelViews())
    var (with, without): ([Mask], [Mask]) = ([], [])
    try PixelPredictor(weights, views: PixelViews()).predict(files) { with.append($0.mask) }
    try PixelPredictor(weights: narrow.path).predict(files) { without.append($0.mask) }
    #expect(with == without)
    #expect(weights.model.classes == ["0", "1", "2", "3", "4"])
  }

  @Test func `what is told of a picture is what its evaluation judges`() throws {
    try folder.write("sky\nroad\nvan\ntree\nsign\n".utf8, to: "set/classes.txt")
    let palette = narrow.model.palette
    for (index, picture) in pictures.enumerated() {
      let bytes = (0..<picture.height * picture.width).map { $0 % 7 == 6 ? 255 : UInt8($0 / 9 % 5) }
      let mask = Mask(height: picture.height, width: picture.width, bytes: bytes)
      try folder.write(picture.png(), to: "set/images/\(index).png")
      try folder.write(mask.png(palette: palette), to: "set/masks/\(index).png")
    }
    let set = try MaskFolders("\(folder.path)/set")
    for views in ["[1]", "[1, 0.5]"] {
      let recipe = try NarrowSegmentation.recipe(
        "evaluation.scales=\(views)", "evaluation.batchSize=1")
      let judged = try PixelEvaluator(narrow.task, as: recipe, seed: Seed(1)).judge(set)
      let told = try predicted(files, views: recipe.evaluation.views)
      for (index, prediction) in told.enumerated() {
        let mask = try set.mask(at: index).bytes
        let counted = zip(mask, prediction.mask.bytes).filter { $0.0 != 255 }
        let right = counted.count { $0.0 == $0.1 }
        #expect(judged.accuracies[index] == Double(right) / Double(counted.count))
      }
    }
  }

  @Test func `a damaged picture ends it by name, or is skipped where that is asked for`() throws {
    let torn = try folder.write(Data(contentsOf: URL(filePath: files[0])).dropLast(30), to: "t.png")
    let paths = [files[0], torn, files[1], "\(folder.path)/nowhere.png"]
    let error = #expect(throws: PicturesError.self) { try predicted(paths) }
    #expect(error?.description.contains("\(torn): ends at offset") == true)
    for batchSize in [1, 3] {
      var (skipped, found): ([String], [PixelPrediction]) = ([], [])
      try PixelPredictor(weights: narrow.path).predict(
        paths, batchSize: batchSize, skipped: { path, _ in skipped.append(path) }
      ) { found.append($0) }
      #expect(skipped == [torn, paths[3]])
      #expect(found.map(\.file) == [files[0], files[1]])
      #expect(found.map(\.picture) == [pictures[0], pictures[1]])
    }
  }

  @Test func `weights of another task are told, not used`() throws {
    let whole = #expect(throws: TrainingError.self) { try Predictor(weights: narrow.path) }
    #expect(
      whole?.description
        == "cannot read \(narrow.path)/model.safetensors: the weights are of segmentation, "
        + "expected is classification")
    let recipe = try NarrowSegmentation.recipe()
    let byRecipe = #expect(throws: TrainingError.self) {
      try Predictor(weights: narrow.path, as: recipe)
    }
    #expect(byRecipe?.description.contains("task is segmentation, which this does not do") == true)
    let classifier = try NarrowNetwork.weights()
    try save(classifier, to: "\(folder.path)/model.safetensors")
    try folder.write(RunLog.line(NarrowNetwork.config()), to: "config.json")
    let pixels = #expect(throws: TrainingError.self) { try PixelPredictor(weights: folder.path) }
    #expect(pixels?.description.contains("weights are of classification, expected is seg") == true)
  }
}

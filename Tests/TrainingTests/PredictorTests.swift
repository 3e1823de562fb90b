import Foundation
import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

/// A run of a narrow network, and its test pictures as PNG files.
struct PredictorTests {
  private let run: TinyRun
  private let recipe: Recipe
  private let set: any PictureSet
  private let files: [String]

  init() throws {
    run = try TinyRun()
    recipe = try run.recipe("fashion-mnist-resnet20-plain", "network.width=3", "epochs=1")
    try run.train(recipe, in: "a")
    set = try recipe.data.pictures(.test)
    files = try (0..<set.count).map { [run, set] in
      try run.folder.write(
        set.sample(at: $0).picture.png(), to: "pictures/\(set.label(at: $0))/\($0).png")
    }
  }

  /// The softmax of the logits that the evaluator's network has, number by number.
  private func expected() throws -> [[Double]] {
    let session = try Session<Classification>(recipe, weights: .init(path: run.place("a")))
    let loader = Loader(set: set, batchSize: set.count, shuffles: false, seed: session.seed)
    let pictures = try #require(try loader.epoch(0).next())
    let batch = try Batching(for: session.task.network)(pictures)
    let logits = try withoutGradients {
      try session.task.network(session.task.begin(batch), .evaluation).maps[0]
    }
    let values = try logits.to(.float64).elements(Double.self)
    return (0..<set.count).map { row in
      let row = values[(10 * row)..<(10 * row + 10)]
      let highest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - highest) }
      return row.map { exp($0 - highest) / sum }
    }
  }

  @Test(arguments: [40, 7, 1])
  func `probabilities are the softmax of the evaluator's logits`(batchSize: Int) throws {
    let right = try expected()
    let predictor = try Predictor(weights: run.place("a"))
    var found: [Prediction] = []
    try predictor.predict(files, top: 20, batchSize: batchSize, threads: 2) { found.append($0) }
    #expect(found.map(\.file) == files)
    for (prediction, right) in zip(found, right) {
      #expect(prediction.choices.count == 10)
      #expect(prediction.choices.map(\.label).sorted() == Array(0..<10))
      let probabilities = prediction.choices.map(\.probability)
      #expect(probabilities == probabilities.sorted(by: >))
      for choice in prediction.choices {
        #expect(abs(choice.probability - right[choice.label]) < 1e-6)
        #expect(choice.name == FashionMNIST.classNames[choice.label])
      }
    }
  }

  @Test func `the most likely classes only are told where fewer are asked for`() throws {
    let predictor = try Predictor(weights: "\(run.place("a"))/checkpoints/best")
    var (three, all): ([Prediction], [Prediction]) = ([], [])
    try predictor.predict(files, top: 3) { three.append($0) }
    try predictor.predict(files, top: 10) { all.append($0) }
    #expect(three.map(\.choices) == all.map { Array($0.choices.prefix(3)) })
  }

  @Test func `a picture of another size and in colour is resized and made grey`() throws {
    let grey = try set.sample(at: 3).picture.resized(height: 57, width: 91, with: .bicubic)
    let bytes = grey.bytes + grey.bytes + grey.bytes
    let wide = Picture(channels: 3, height: 57, width: 91, bytes: bytes)
    let small = grey.resized(height: 28, width: 28, with: .bilinear)
    let paths = [
      try run.folder.write(wide.png(), to: "wide.png"),
      try run.folder.write(small.png(), to: "small.png"),
    ]
    var found: [Prediction] = []
    try Predictor(weights: run.place("a")).predict(paths) { found.append($0) }
    #expect(found[0].choices == found[1].choices)
  }

  @Test func `the middle of a photograph is shown as its evaluation shows it`() throws {
    var preprocessing = Preprocessing()
    preprocessing.shorterSide = 36
    let picture = Picture(
      channels: 1, height: 50, width: 80, bytes: (0..<4_000).map { UInt8($0 * 7 % 251) })
    let path = try run.folder.write(picture.png(), to: "wide.png")
    let config = "\(run.place("a"))/checkpoints/last/config.json"
    var model = try ModelConfig(file: config)
    model.preprocessing = preprocessing
    try RunLog.line(model).write(to: URL(filePath: config))
    let reading = try #require(
      CenterCropReading(
        Resize(.shorterSide(36)), crop: CenterCrop(size: 28)) as (any ImageReading)?)
    var random = Seed(0).stream
    let middle = try run.folder.write(reading(picture, &random).png(), to: "middle.png")
    var found: [Prediction] = []
    try Predictor(weights: run.place("a")).predict([path]) { found.append($0) }
    try run.folder.write(
      String(decoding: RunLog.line(model), as: UTF8.self)
        .replacing("\"shorterSide\":36", with: "\"shorterSide\":null").utf8,
      to: "a/checkpoints/last/config.json")
    try Predictor(weights: run.place("a")).predict([middle]) { found.append($0) }
    #expect(found[0].choices == found[1].choices)
  }

  @Test func `running averages of the weights are used where they lie beside them`() throws {
    let place = "\(run.place("a"))/checkpoints/last"
    var before: [Prediction] = []
    try Predictor(weights: run.place("a")).predict(files) { before.append($0) }
    let weights = try loadTensors(from: "\(place)/model.safetensors")
    let other = try weights.mapValues { try $0.dtype.isFloating ? 0.5 * $0 : $0 }
    try save(other, to: "\(place)/ema.safetensors")
    var (averaged, named): ([Prediction], [Prediction]) = ([], [])
    try Predictor(weights: run.place("a")).predict(files) { averaged.append($0) }
    try Predictor(weights: "\(place)/model.safetensors").predict(files) { named.append($0) }
    #expect(averaged != before)
    #expect(named == before)
  }

  @Test func `weights alone need the recipe, and are then used as with their config`() throws {
    let bare = "\(run.folder.path)/bare.safetensors"
    try FileManager.default.copyItem(
      atPath: "\(run.place("a"))/checkpoints/last/model.safetensors", toPath: bare)
    let error = #expect(throws: TrainingError.self) { try Predictor(weights: bare) }
    #expect(error?.description.contains("there is no config.json beside it") == true)
    var (with, without): ([Prediction], [Prediction]) = ([], [])
    try Predictor(weights: run.place("a")).predict(files) { with.append($0) }
    try Predictor(weights: bare, as: recipe).predict(files) { without.append($0) }
    #expect(with == without)
  }

  @Test func `a damaged picture ends it by name, or is skipped where that is asked for`() throws {
    let torn = try run.folder.write(Data(contentsOf: URL(filePath: files[0])).dropLast(30), to: "t")
    let paths = [files[0], torn, files[1], "\(run.folder.path)/nowhere.png"]
    let predictor = try Predictor(weights: run.place("a"))
    let error = #expect(throws: PicturesError.self) { try predictor.predict(paths) { _ in } }
    #expect(error?.description.contains("\(torn): ends at offset") == true)
    var (skipped, found): ([String], [Prediction]) = ([], [])
    try predictor.predict(paths, batchSize: 2, skipped: { path, _ in skipped.append(path) }) {
      found.append($0)
    }
    #expect(skipped == [torn, paths[3]])
    #expect(found.map(\.file) == [files[0], files[1]])
    var right: [Prediction] = []
    try predictor.predict([files[0], files[1]]) { right.append($0) }
    #expect(found.map { $0.choices.map(\.label) } == right.map { $0.choices.map(\.label) })
  }
}

import Networks
import Support
import Testing
import Torch

@testable import Training

extension SegmentationTrainingTests {
  @Test func `what the recipe says of the network is what is trained, kept and told by`() throws {
    let settings = "{outputStride: 8, separable: true, charge: {focal: {gamma: 1}}, dropout: 0}"
    let recipe = try recipe("task={segmentation: \(settings)}")
    try run.train(recipe, in: "fine")
    let last = "\(run.place("fine"))/checkpoints/last"
    let config = try ModelConfig(file: "\(last)/config.json", of: Segmentation.name)
    #expect(config.outputStride == 8 && config.separable == true)
    let names = try loadTensors(from: "\(last)/model.safetensors").keys
    #expect(names.contains("classifier.aspp.convs.1.0.body.1.weight"))
    let first = try #require(run.log("fine").first { $0.kind == "step" }).number("loss")
    try run.train(try self.recipe("task={segmentation: {outputStride: 8}}"), in: "usual")
    let usual = try #require(run.log("usual").first { $0.kind == "step" }).number("loss")
    // A focal loss is a part of the cross entropy.
    #expect(try #require(first) < 0.95 * #require(usual))
    var told: [PixelPrediction] = []
    let predictor = try PixelPredictor(weights: run.place("fine"))
    let file = try pictures.folder.write(OwnPictures.picture("cat", 1).png(), to: "it.png")
    try predictor.predict([file], batchSize: 1, threads: 1) { told.append($0) }
    #expect(told.count == 1)
    // Names do not tell the stride: another is judged by, and that is said.
    let other = try Evaluated(
      self.recipe("task={segmentation: {separable: true}}"), weights: run.place("fine"))
    #expect(
      other.notices.contains {
        $0.contains("was trained with output stride 8 (config.json), here it is 16")
      }, "\(other.notices)")
    #expect(try Evaluated(recipe, weights: run.place("fine")).notices == [])
    let text = try #require(
      throws: TrainingError.self,
      performing: {
        _ = try Conversion(run.place("fine"), to: "\(run.place("converted")).safetensors")
      })
    #expect("\(text)".contains("these are weights of a DeepLabV3+"), "\(text)")
  }

  @Test func `pixels that a step of no length changes are none, whatever norms it goes through`()
    throws
  {
    let still = Self.afan.replacing("stepSize: 0.05", with: "stepSize: 0")
      .replacing("cleanWeight: 0.7", with: "cleanWeight: 0.7, branch: {auxiliary: {index: 0}}")
    try run.train(try recipe(still), in: "still")
    let judged = try #require(try Judged.read(from: "\(run.place("still"))/judged"))
    for example in try #require(judged.last.pixels?.examples) {
      #expect(example.cuts.map(\.changed) == [0, 0])
    }
  }
}

import Support
import Testing

@testable import Training

/// Files of weights and what lies beside them.
struct WeightsFileTests {
  @Test(arguments: [
    ("run/last/it.pth", "run/last/config.json"), ("it.pth", "config.json"), ("", "config.json"),
    ("/it.pth", "/config.json"), ("/", "/config.json"),
  ])
  func `what lies beside a file is in its folder, whatever the file is called`(
    file: String, beside: String
  ) {
    #expect(WeightsFile.place(of: "config.json", beside: file) == beside)
    #expect(!WeightsFile.isAverage(file))
    let average = WeightsFile.place(of: WeightsFile.averageName, beside: file)
    #expect(WeightsFile.isAverage(average))
  }

  @Test func `a config that is not there is none, one that is is found`() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/it.safetensors"
    #expect(WeightsFile.config(beside: file) == nil)
    let config = try folder.write([], to: "config.json")
    #expect(WeightsFile.config(beside: file) == config)
  }

  @Test func `weights without a name are an error like others that are not there`() {
    #expect(throws: TrainingError.self) { try Predictor(weights: "") }
  }
}

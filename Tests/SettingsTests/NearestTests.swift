import Testing

@testable import Settings

@Suite struct NearestTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("", "abc", 3), ("abc", "", 3), ("stpSize", "stepSize", 1),
    ("abc", "axc", 1), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
  ])
  func `slips are counted`(source: String, target: String, count: Int) {
    #expect(slips(from: Array(source), to: Array(target)) == count)
  }

  @Test(arguments: [
    ("stpSize", "stepSize"), ("STEPSIZE", "stepSize"), ("setps", "steps"), ("bat", "batchSize"),
    ("x", nil), ("epochs", nil), ("", nil),
  ])
  func `the nearest name is a few slips away`(text: String, name: String?) {
    #expect(nearest(to: text, among: ["steps", "stepSize", "batchSize"]) == name)
  }

  @Test func `nothing is near among none`() {
    #expect(nearest(to: "a", among: []) == nil)
  }
}

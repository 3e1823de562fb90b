import Foundation
import Testing

@testable import Training

struct PixelConfusionTests {
  @Test func `every pixel that is not ignored is counted where it is and was told to be`() {
    var counts = PixelConfusion(classes: 3)
    counts.add([0, 0, 2, 255, 2], choices: [0, 1, 2, 1, 0])
    #expect(counts.counts == [1, 1, 0, 0, 0, 0, 1, 0, 1])
    #expect(counts.count(of: 0, as: 1) == 1 && counts.count(of: 1, as: 0) == 0)
    #expect(counts.present == [2, 0, 2] && counts.told == [2, 1, 1])
  }

  @Test func `tables add up`() {
    var counts = PixelConfusion([[1, 2], [3, 4]])
    counts.add(PixelConfusion([[10, 0], [0, 5]]))
    #expect(counts == PixelConfusion([[11, 2], [3, 9]]))
  }

  @Test(arguments: [
    (#"{"classes":2,"counts":[1,0,0,7]}"#, true),
    (#"{"classes":2,"counts":[1,0,0]}"#, false),
    (#"{"classes":2,"counts":[1,0,0,-7]}"#, false),
    (#"{"classes":0,"counts":[]}"#, false),
    (#"{"classes":-1,"counts":[1]}"#, false),
    (#"{"classes":4611686018427387904,"counts":[]}"#, false),
    (#"{"classes":1,"counts":[9223372036854775807]}"#, false),
  ])
  func `a table of other sizes, or with counts that are none, is not whole`(
    text: String, isWhole: Bool
  ) throws {
    let counts = try JSONDecoder().decode(PixelConfusion.self, from: Data(text.utf8))
    #expect(counts.isWhole == isWhole)
  }
}

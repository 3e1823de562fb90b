import Support
import Testing

@testable import Training

struct PixelScoresTests {
  @Test(arguments: [
    ("voc", 21, [7, 20]), ("told_alone", 4, [2]), ("nothing_right", 3, []), ("all_right", 5, [4]),
    ("unequal", 19, [17, 18]),
  ])
  func `figures are scikit-learn's, with ignored pixels and absent classes`(
    name: String, classes: Int, absent: [Int]
  ) throws {
    let golden = try Golden("pixel_scores")
    let masks = try golden["\(name).masks"].elements(UInt8.self)
    let choices = try golden["\(name).choices"].elements(UInt8.self)
    var counts = PixelConfusion(classes: classes)
    // Pictures one by one, as they are judged.
    let size = masks.count / (try golden["\(name).masks"].shape[0])
    for start in stride(from: 0, to: masks.count, by: size) {
      let range = start..<(start + size)
      counts.add(Array(masks[range]), choices: Array(choices[range]))
    }
    #expect(counts.counts == (try golden["\(name).counts"].elements(Int64.self).map(Int.init)))
    let scores = PixelScores(counts)
    for (own, right) in zip(scores.classIoU, try golden["\(name).iou"].elements(Double.self)) {
      #expect(right < 0 ? own == nil : abs((own ?? -1) - right) < 1e-15)
    }
    let means = try golden["\(name).means"].elements(Double.self)
    // Sums of up to 21 numbers below 1, in another order.
    for (own, right) in zip([scores.meanIoU, scores.accuracy, scores.meanAccuracy], means) {
      #expect(abs(own - right) < 1e-14)
    }
    #expect(scores.count == masks.count { $0 != 255 })
    #expect(scores.absent == absent)
  }

  @Test func `a class of no pixel counts in the mean only where a pixel was told to be of it`() {
    let told = PixelScores(PixelConfusion([[3, 0, 1], [0, 4, 0], [0, 0, 0]]))
    #expect(told.classIoU == [0.75, 1, 0] && told.absent == [2])
    #expect(told.meanIoU == 1.75 / 3 && told.meanAccuracy == 0.875 && told.accuracy == 0.875)
    let untold = PixelScores(PixelConfusion([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    #expect(untold.classIoU == [0.75, 0.8, nil] && untold.absent == [2])
    #expect(abs(untold.meanIoU - 0.775) < 1e-15)
  }

  @Test func `pictures whose pixels are all ignored have scores of 0 and no class`() {
    var counts = PixelConfusion(classes: 2)
    counts.add([255, 255], choices: [0, 1])
    let scores = PixelScores(counts)
    #expect((scores.meanIoU, scores.accuracy, scores.meanAccuracy) == (0, 0, 0))
    #expect(scores.count == 0 && scores.classIoU == [nil, nil] && scores.absent == [0, 1])
  }

  @Test func `pictures count by their pixels, and not each alike`() {
    var counts = PixelConfusion(classes: 2)
    counts.add([0, 0, 0, 1], choices: [0, 0, 0, 0])
    counts.add([1], choices: [1])
    let scores = PixelScores(counts)
    #expect(scores.classIoU == [0.75, 0.5] && scores.meanIoU == 0.625)
  }
}

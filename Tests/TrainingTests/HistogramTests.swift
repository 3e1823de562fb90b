import Testing

@testable import Training

// Buckets are compared with PyTorch's in EventFileTests.
struct HistogramTests {
  @Test func `a limit belongs to the bucket above it, and a bucket is left empty below`() throws {
    let histogram = try #require(Histogram(of: [0, 1e-12, 0, -1e-12]))
    #expect(histogram.limits == [-1e-12, 0, 1e-12, 1e-12 * 1.1])
    #expect(histogram.counts == [0, 1, 2, 1])
    #expect(histogram.min == -1e-12 && histogram.max == 1e-12 && histogram.count == 4)
  }

  @Test func `sums are those of all values`() throws {
    let histogram = try #require(Histogram(of: [1, -2, 4]))
    #expect(histogram.sum == 3 && histogram.sumOfSquares == 21)
    #expect(histogram.counts.reduce(0, +) == 3)
  }

  @Test(arguments: [[], [1, .nan], [.infinity], [1e21], [-1e30]])
  func `no values, or none that can be shown, make no histogram`(_ values: [Double]) {
    #expect(Histogram(of: values) == nil)
  }
}

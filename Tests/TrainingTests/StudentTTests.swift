import Support
import Testing
import Torch

@testable import Training

struct StudentTTests {
  @Test(arguments: [50, 95, 99])
  func `quantiles are scipy's for 1 to 200 degrees of freedom`(percent: Int) throws {
    let golden = try Golden("student_t")["quantiles.\(percent)"].elements(Double.self)
    for (index, right) in golden.enumerated() {
      let found = StudentT(degrees: index + 1).quantile(within: Double(percent) / 100)
      // scipy's own differ from the true ones by some units of the last digit.
      #expect(abs(found - right) < 1e-13 * right, "\(index + 1) degrees: \(found), \(right)")
    }
  }

  @Test func `the part within a point is the one of 30 digits`() throws {
    let golden = try Golden("student_t")
    let (points, parts) = try (
      golden["points"].elements(Double.self), golden["parts"].elements(Double.self)
    )
    for degrees in 1...200 {
      for (index, point) in points.enumerated() {
        let right = parts[(degrees - 1) * points.count + index]
        let found = StudentT(degrees: degrees).probability(within: point)
        #expect(abs(found - right) < 1e-14, "\(degrees) degrees, \(point): \(found), \(right)")
      }
    }
  }
}

import Foundation
import Randomness

extension RandomStream {
  /// A number in `range`, each as likely as any other; always the same where there is only one.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  /// The sides of a rectangle, rounded to whole pixels.
  ///
  /// Its area is a part of `area`, evenly drawn from `scale`; `first` divided by `second` is drawn
  /// from `ratio`, evenly on a logarithmic scale.
  mutating func rectangle(
    area: Int, scale: ClosedRange<Double>, ratio: ClosedRange<Double>
  ) -> (first: Int, second: Int) {
    let area = Double(area) * number(in: scale)
    let ratio = exp(number(in: log(ratio.lowerBound)...log(ratio.upperBound)))
    return (rounded(sqrt(area * ratio)), rounded(sqrt(area / ratio)))
  }

  /// A place for `height` by `width` pixels in a picture of the given size, each as likely as any
  /// other.
  mutating func place(
    height: Int, width: Int, in picture: (height: Int, width: Int)
  ) -> Region {
    let top = below(picture.height - height + 1)
    let left = below(picture.width - width + 1)
    return Region(top: top, left: left, height: height, width: width)
  }
}

/// The nearest whole number, the even one of two.
func rounded(_ number: Double) -> Int { Int(number.rounded(.toNearestOrEven)) }

/// Stops the program unless both ranges can be drawn from: parts of an area, and ratios of sides.
func check(scale: ClosedRange<Double>, ratio: ClosedRange<Double>) {
  precondition(
    scale.lowerBound >= 0 && scale.upperBound <= 1, "\(scale) are not parts of an area: 0...1")
  precondition(
    ratio.lowerBound > 0 && ratio.upperBound.isFinite, "\(ratio) are not ratios of two sides")
}

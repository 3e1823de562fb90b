import Foundation
import Randomness

/// The outlines of the shapes that `DrawnPictures` fills.
enum Silhouette: String, CaseIterable {
  case disc, triangle, square, star, cross, ring, heart, crescent, arrow, bow

  /// A place, columns to the right and rows downward.
  typealias Point = SIMD2<Double>

  /// Closed lines around the shape in a picture of `side`: turned by any angle, up to half again as
  /// long as wide, of a radius of 0.32 to 0.48 of the side; a little may lie outside the picture.
  func contours(side: Double, _ random: inout RandomStream) -> [[Point]] {
    func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.unit() }
    let radius = side * between(0.32, 0.48)
    let (angle, axis) = (between(0, 2 * .pi), between(0, .pi))
    let stretch = between(1, 1.5)
    let room = side / 2 - 0.9 * radius
    let middle = Point(side / 2 + between(-room, room), side / 2 + between(-room, room))
    return outline.map { contour in
      contour.map { point in
        var stretched = point.turned(by: axis)
        stretched *= Point(stretch.squareRoot(), 1 / stretch.squareRoot())
        return middle + radius * stretched.turned(by: angle)
      }
    }
  }

  /// Closed lines around the shape, which lies within 1 of the origin or little more; a hole's runs the
  /// other way.
  private var outline: [[Point]] {
    switch self {
    case .disc: [Self.arc(0.9, 0, 2 * .pi)]
    case .triangle: [Self.corners([(1.1, 90), (1.1, 210), (1.1, 330)])]
    case .square: [Self.corners([45, 135, 225, 315].map { (1.1, $0) })]
    case .star:
      [Self.corners((0..<10).map { ($0.isMultiple(of: 2) ? 1.1 : 0.45, 36 * Double($0)) })]
    case .cross: [Self.crossLine]
    case .ring: [Self.arc(1, 0, 2 * .pi), Self.arc(0.5, 2 * .pi, 0)]
    case .heart: [Self.heartLine]
    case .crescent: [Self.crescentLine]
    case .arrow: [Self.arrowLine]
    case .bow: [[Point(-1, -0.8), Point(-1, 0.8), Point(1, -0.8), Point(1, 0.8)]]
    }
  }

  private static func arc(
    _ radius: Double, _ start: Double, _ end: Double, around middle: Point = Point(0, 0)
  ) -> [Point] {
    (0...40).map { middle + Point(radius, 0).turned(by: start + (end - start) * Double($0) / 40) }
  }

  /// Corners at distances and at angles in degrees.
  private static func corners(_ corners: [(distance: Double, angle: Double)]) -> [Point] {
    corners.map { Point($0.distance, 0).turned(by: $0.angle / 180 * .pi) }
  }

  private static let crossLine: [Point] = {
    let (arm, half) = (1.0, 0.32)
    let quarter = [Point(half, -half), Point(arm, -half), Point(arm, half)]
    return (0..<4).flatMap { turn in quarter.map { $0.turned(by: Double(turn) * .pi / 2) } }
  }()

  private static let arrowLine: [Point] = [
    Point(1.1, 0), Point(0.1, 0.85), Point(0.1, 0.3), Point(-1, 0.3), Point(-1, -0.3),
    Point(0.1, -0.3), Point(0.1, -0.85),
  ]

  private static let heartLine: [Point] = (0..<40).map { step in
    let t = Double(step) * .pi / 20
    let y = 13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)
    return Point(16 * pow(sin(t), 3), -y - 2) / 15.5
  }

  /// A disc, less another one from its right that meets its edge 35 degrees above and below.
  private static let crescentLine: [Point] = {
    let (edge, middle) = (35 * Double.pi / 180, Point(0.4, 0))
    let horn = 1.1 * Point(cos(edge), sin(edge))
    let bite = horn - middle
    let start = atan2(bite.y, bite.x)
    return arc(1.1, edge, 2 * .pi - edge)
      + arc((bite * bite).sum().squareRoot(), 2 * .pi - start, start, around: middle)
  }()
}

extension SIMD2<Double> {
  /// The same as far from the origin, `angle` further.
  fileprivate func turned(by angle: Double) -> Self {
    let (sine, cosine) = (sin(angle), cos(angle))
    return Self(cosine * x - sine * y, sine * x + cosine * y)
  }
}

import Foundation
import Randomness

/// A pattern without end that `DrawnPictures` fills shapes with: random in phase, scale and direction.
struct Texture {
  /// What patterns there are, in the order of the classes.
  enum Kind: String, CaseIterable {
    case stripes, checks, dots, net, bricks, waves, rings, grains, blots, mosaic
    /// Soft and wide, for what lies behind a shape.
    case shades

    /// Those that are a class's own.
    static let ofClasses = allCases.filter { $0 != .shades }
  }

  private let kind: Kind
  /// How many pixels the pattern takes to come again, or its parts are wide.
  private let period: Double
  private let direction: SIMD2<Double>
  private let phase: SIMD2<Double>
  /// The middle of rings.
  private let middle: SIMD2<Double>
  private let noise: Seed

  /// One drawn for a picture of `side`.
  init(_ kind: Kind, side: Double, _ random: inout RandomStream) {
    self.kind = kind
    let scale =
      switch kind {
      case .grains: 0.045
      case .checks: 0.24
      case .dots, .waves: 0.19
      case .blots, .mosaic: 0.14
      case .shades: 0.5
      default: 0.17
      }
    period = side * scale * (0.85 + 0.3 * random.unit())
    let angle = 2 * .pi * random.unit()
    direction = SIMD2(cos(angle), sin(angle))
    phase = SIMD2(random.unit(), random.unit())
    middle = side * phase
    noise = Seed(random.next())
  }

  /// How much of the pixel around a place is ink, 0...1.
  func value(_ x: Double, _ y: Double) -> Double {
    let u = (x * direction.x + y * direction.y) / period + phase.x
    let v = (y * direction.x - x * direction.y) / period + phase.y
    switch kind {
    case .stripes: return ink(0.25 - gap(u))
    case .checks:
      let (one, other) = (ink(0.25 - gap(u)), ink(0.25 - gap(v)))
      return one + other - 2 * one * other
    case .dots: return ink(0.3 - hypot(gap(u), gap(v)))
    case .net: return ink(0.12 - min(gap(u), gap(v)))
    case .bricks:
      let shift = v.rounded(.down).truncatingRemainder(dividingBy: 2) == 0 ? 0 : 0.5
      return ink(0.12 - min(gap(v), 2.2 * gap(u / 2.2 + shift)))
    case .waves: return ink(0.25 - gap(u + 0.4 * sin(2 * .pi * v / 1.5)))
    case .rings: return ink(0.25 - gap(hypot(x - middle.x, y - middle.y) / period))
    case .grains: return random(u.rounded(.down), v.rounded(.down))
    case .blots: return ink(smooth(u, v) - 0.5)
    case .mosaic: return mosaic(u, v)
    case .shades: return smooth(u, v)
    }
  }

  /// How far the nearest whole number is.
  private func gap(_ x: Double) -> Double { abs(x - x.rounded()) }

  /// How much of a pixel is ink whose middle lies so many periods within the ink's edge.
  private func ink(_ depth: Double) -> Double { min(max(0.5 + depth * period, 0), 1) }

  /// The random number of a cell, 0..<1.
  private func random(_ column: Double, _ row: Double) -> Double {
    var stream = RandomStream(
      Seed(
        noise.value &+ UInt64(bitPattern: Int64(column)) &* 0xd6e8_feb8_6659_fd93
          &+ UInt64(bitPattern: Int64(row)) &* 0xa076_1d64_78bd_642f))
    return stream.unit()
  }

  /// Random numbers at whole places, and soft passages between them.
  private func smooth(_ u: Double, _ v: Double) -> Double {
    let (column, row) = (u.rounded(.down), v.rounded(.down))
    func eased(_ x: Double) -> Double { x * x * (3 - 2 * x) }
    let (right, down) = (eased(u - column), eased(v - row))
    func along(_ row: Double) -> Double {
      let left = random(column, row)
      return left + right * (random(column + 1, row) - left)
    }
    let upper = along(row)
    return upper + down * (along(row + 1) - upper)
  }

  /// The tone of the nearest of scattered points, one in each cell.
  private func mosaic(_ u: Double, _ v: Double) -> Double {
    let (column, row) = (u.rounded(.down), v.rounded(.down))
    var (nearest, tone) = (Double.infinity, 0.0)
    for (dx, dy) in Self.neighbours {
      let here = random(column + dx, row + dy)
      let next = (here * 4_096).truncatingRemainder(dividingBy: 1)
      let (x, y) = (column + dx + here - u, row + dy + next - v)
      guard x * x + y * y < nearest else { continue }
      nearest = x * x + y * y
      tone = (next * 4_096).truncatingRemainder(dividingBy: 1)
    }
    return tone
  }

  private static let neighbours: [(Double, Double)] = [-1, 0, 1].flatMap { y in
    [-1, 0, 1].map { (Double($0), Double(y)) }
  }
}

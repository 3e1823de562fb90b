import Randomness

/// Pictures that are drawn as they are asked for: a shape filled with a texture, in ten classes.
///
/// Each class has a shape and a texture of its own, and either tells it. Where they agree a network
/// may learn both or one; where they conflict its answers show which. Place, size, orientation,
/// stretch and colours are random. After the cue conflict of Geirhos et al., 2019 (arXiv 1811.12231),
/// section 2.3, which styles photographs.
public struct DrawnPictures: PictureSet {
  /// What a picture's shape and texture tell.
  public enum Cues: String, Sendable, CaseIterable {
    /// The same class.
    case agreeing
    /// Two classes, every pair of them as often as any other.
    case conflicting
  }

  /// The names of the classes: the shape, and the texture.
  public static let classNames = zip(Silhouette.allCases, Texture.Kind.ofClasses).map {
    "\($0.rawValue)/\($1.rawValue)"
  }

  /// What shape and texture tell.
  public let cues: Cues
  /// How many pictures there are.
  public let count: Int
  /// How many rows and columns each has, 16 or more.
  public let side: Int
  private let seed: Seed

  /// `count` pictures of `[3, side, side]`, each a function of `seed` and its number.
  public init(_ cues: Cues, count: Int, side: Int = 32, seed: Seed) {
    precondition(count >= 0 && side >= 16, "\(count) pictures of \(side) pixels cannot be drawn")
    self.cues = cues
    self.count = count
    self.side = side
    self.seed = seed
  }

  /// The names of the classes.
  public var classes: [String] { Self.classNames }

  /// The number of pictures, their size, and what their cues tell.
  public var description: String {
    "shapes (\(count) pictures of 3x\(side)x\(side), \(classes.count) classes, cues \(cues.rawValue))"
  }

  /// The class of the shape of picture `index`.
  public func label(at index: Int) -> Int { index % classes.count }

  /// The class of the texture of picture `index`.
  public func texture(at index: Int) -> Int {
    let count = classes.count
    let distance = cues == .agreeing ? 0 : 1 + index / count % (count - 1)
    return (index + distance) % count
  }

  /// Picture `index`; its label is the class of its shape.
  public func sample(at index: Int) -> Sample {
    Sample(picture: picture(at: index), label: label(at: index), index: index)
  }

  private func picture(at index: Int) -> Picture {
    var random = (seed / index).stream
    let coverage = Coverage(
      of: Silhouette.allCases[label(at: index)].contours(side: Double(side), &random), side: side)
    let texture = Texture(
      Texture.Kind.ofClasses[self.texture(at: index)], side: Double(side), &random)
    let shades = Texture(.shades, side: Double(side), &random)
    let colours = Colours(&random)
    let area = side * side
    let bytes = [UInt8](unsafeUninitializedCapacity: 3 * area) { buffer, count in
      for place in 0..<area {
        let (x, y) = (Double(place % side) + 0.5, Double(place / side) + 0.5)
        let part = coverage.parts[place]
        let ink = part > 0 ? texture.value(x, y) : 0
        let shade = part < 1 && colours.isShaded ? shades.value(x, y) : 0
        for channel in 0..<3 {
          let value = colours.mixed(channel, ink: ink, shade: shade, part: part)
          buffer[channel * area + place] = UInt8((255 * value).rounded())
        }
      }
      count = 3 * area
    }
    return Picture(channels: 3, height: side, width: side, bytes: bytes)
  }
}

/// The colours of one picture.
private struct Colours {
  /// Red, green and blue, 0...1: two of the texture, and one or two of what lies behind the shape.
  private let paper: SIMD3<Double>
  private let ink: SIMD3<Double>
  private let ground: SIMD3<Double>
  private let shade: SIMD3<Double>
  /// Whether the ground is shaded rather than plain.
  let isShaded: Bool

  /// Colours that can be told from each other.
  init(_ random: inout RandomStream) {
    func drawn(_ random: inout RandomStream) -> SIMD3<Double> {
      SIMD3(random.unit(), random.unit(), random.unit())
    }
    func distance(_ one: SIMD3<Double>, _ other: SIMD3<Double>) -> Double {
      ((one - other) * (one - other)).sum().squareRoot()
    }
    var (paper, ink, ground) = (drawn(&random), drawn(&random), drawn(&random))
    while distance(paper, ink) < 0.6 { (paper, ink) = (drawn(&random), drawn(&random)) }
    while min(distance(ground, paper), distance(ground, ink)) < 0.4 { ground = drawn(&random) }
    (self.paper, self.ink, self.ground) = (paper, ink, ground)
    isShaded = random.chance(0.5)
    let shift = 0.3 * (drawn(&random) - 0.5)
    shade = (ground + shift).clamped(lowerBound: .zero, upperBound: .one)
  }

  /// One channel of a pixel of which the shape covers `part`, 0...1.
  func mixed(_ channel: Int, ink share: Double, shade depth: Double, part: Double) -> Double {
    let own = paper[channel] + share * (ink[channel] - paper[channel])
    let behind = ground[channel] + depth * (shade[channel] - ground[channel])
    return behind + part * (own - behind)
  }
}

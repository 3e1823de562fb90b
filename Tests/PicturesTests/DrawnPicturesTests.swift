import Randomness
import Testing

@testable import Pictures

@Suite struct DrawnPicturesTests {
  private func set(_ cues: DrawnPictures.Cues, side: Int = 32, seed: UInt64 = 1) -> DrawnPictures {
    DrawnPictures(cues, count: 1_000, side: side, seed: Seed(seed))
  }

  /// The corners of a rectangle, one way round.
  private func rectangle(
    _ left: Double, _ top: Double, _ right: Double, _ bottom: Double
  ) -> [Silhouette.Point] {
    [(left, top), (right, top), (right, bottom), (left, bottom)].map { Silhouette.Point($0, $1) }
  }

  private func area(_ coverage: Coverage) -> Double { coverage.parts.reduce(0, +) }

  @Test func `a picture is a function of seed and number, on any thread`() async {
    let set = set(.conflicting)
    let expected = (0..<100).map { set.sample(at: $0) }
    let drawn = await withTaskGroup(of: (Int, Sample).self) { group in
      for index in (0..<100).reversed() { group.addTask { (index, set.sample(at: index)) } }
      return await group.reduce(into: [Int: Sample]()) { $0[$1.0] = $1.1 }
    }
    #expect((0..<100).allSatisfy { drawn[$0] == expected[$0] })
    #expect(Set(expected.map(\.picture.bytes)).count == 100)
    #expect(self.set(.conflicting, seed: 2).sample(at: 0) != expected[0])
  }

  @Test func `cues agree, or conflict in every pair of classes as often as any other`() {
    let agreeing = set(.agreeing)
    #expect((0..<1_000).allSatisfy { agreeing.texture(at: $0) == agreeing.label(at: $0) })
    let conflicting = set(.conflicting)
    let pairs = (0..<900).map { [conflicting.label(at: $0), conflicting.texture(at: $0)] }
    let counts = Dictionary(grouping: pairs) { $0 }.mapValues(\.count)
    #expect(counts.count == 90 && counts.values.allSatisfy { $0 == 10 })
    #expect(pairs.allSatisfy { $0[0] != $0[1] })
    #expect(agreeing.classes.count == 10 && Set(agreeing.classes).count == 10)
  }

  @Test(arguments: [32, 64])
  func `cues alone differ: where both sets draw one shape, nothing but its inside does`(side: Int) {
    let (agreeing, conflicting) = (set(.agreeing, side: side), set(.conflicting, side: side))
    for index in 0..<100 {
      let (one, other) = (agreeing.sample(at: index), conflicting.sample(at: index))
      #expect(one.label == other.label && one.picture.shape == [3, side, side])
      var random = (Seed(1) / index).stream
      let contours = Silhouette.allCases[one.label].contours(side: Double(side), &random)
      let inside = Coverage(of: contours, side: side)
      let differing = one.picture.bytes.indices.filter {
        one.picture.bytes[$0] != other.picture.bytes[$0]
      }
      #expect(differing.allSatisfy { inside.parts[$0 % (side * side)] > 0 }, "\(index)")
      // Two textures are of one colour in places, but not in most.
      #expect(Double(differing.count) > 0.2 * 3 * area(inside), "\(index)")
    }
  }

  @Test func `what lines enclose is exact along rows, and holes are left out`() {
    let outer = rectangle(2.5, 3, 10.25, 9)
    let hole: [Silhouette.Point] = rectangle(4, 5, 6, 7).reversed()
    let whole = Coverage(of: [outer], side: 16)
    #expect(abs(area(whole) - 46.5) < 1e-9)
    #expect(whole.parts[4 * 16 + 2] == 0.5 && whole.parts[4 * 16 + 10] == 0.25)
    #expect(whole.parts[4 * 16 + 5] == 1 && whole.parts[2 * 16 + 5] == 0)
    let ring = Coverage(of: [outer, hole], side: 16)
    #expect(abs(area(ring) - 42.5) < 1e-9)
    let corners = [Silhouette.Point(0, 0), Silhouette.Point(16, 0), Silhouette.Point(0, 16)]
    #expect(abs(area(Coverage(of: [corners], side: 16)) - 128) < 0.01)
    #expect(Coverage(of: [outer.reversed()], side: 16).parts == whole.parts)
  }

  @Test func `lines may leave the picture`() {
    let beyond = rectangle(-5, -5, 8, 40)
    #expect(abs(area(Coverage(of: [beyond], side: 16)) - 128) < 1e-9)
    let right = rectangle(12, 4, 30, 6)
    #expect(abs(area(Coverage(of: [right], side: 16)) - 8) < 1e-9)
  }

  @Test(arguments: Texture.Kind.allCases)
  func `a texture has ink and paper everywhere, between 0 and 1`(kind: Texture.Kind) {
    for number in 0..<20 {
      var random = (Seed(3) / number).stream
      let texture = Texture(kind, side: 64, &random)
      let values = (0..<4_096).map { texture.value(Double($0 % 64) + 0.5, Double($0 / 64) + 0.5) }
      #expect(values.allSatisfy { (0...1).contains($0) })
      let mean: Double = values.reduce(0, +) / 4_096
      #expect((0.15...0.85).contains(mean), "\(number): \(mean)")
      let squares: [Double] = values.map { $0 * $0 }
      let spread: Double = squares.reduce(0, +) / 4_096 - mean * mean
      #expect(spread > 0.01, "\(number): \(spread)")
    }
  }
}

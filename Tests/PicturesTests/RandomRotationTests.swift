import Pictures
import Randomness
import Testing

struct RandomRotationTests {
  @Test func `a rotation is by the angle that is drawn`() throws {
    let photo = try GoldenPicture.source("photo")
    for number in 0..<10 {
      var random = (Seed(4) / number).stream
      var same = random
      let rotation = RandomRotation(degrees: -20...50, resampling: .bilinear, fill: [9])
      let expected = try photo.rotated(by: -20 + 70 * same.unit(), with: .bilinear, fill: [9])
      #expect(try rotation(photo, &random) == expected)
      #expect(random.next() == same.next())
    }
  }

  @Test func `angles reach from one end of their range to the other, as often left as right`()
    throws
  {
    // Far from the middle, a turn moves one bright pixel by a distance that tells the angle.
    var bytes = [UInt8](repeating: 0, count: 101 * 101)
    bytes[50 * 101 + 100] = 1
    let picture = Picture(channels: 1, height: 101, width: 101, bytes: bytes)
    var rows: [Int] = []
    for number in 0..<400 {
      var random = (Seed(6) / number).stream
      let turned = try RandomRotation(upTo: 30)(picture, &random)
      if let place = turned.bytes.firstIndex(of: 1) { rows.append(place / 101 - 50) }
    }
    #expect(rows.count > 300)
    #expect(rows.allSatisfy { (-25...25).contains($0) })
    #expect(rows.contains { $0 <= -23 } && rows.contains { $0 >= 23 })
    // Half of them expected, deviation 5 in 100.
    #expect((0.4...0.6).contains(Double(rows.count { $0 < 0 }) / Double(rows.count)))
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = RandomRotation(upTo: -1) }
    await #expect(processExitsWith: .failure) { _ = RandomRotation(upTo: 1, fill: []) }
    await #expect(processExitsWith: .failure) {
      _ = RandomRotation(upTo: 1, resampling: .bicubic)
    }
  }
}

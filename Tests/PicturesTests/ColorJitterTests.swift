import Randomness
import Testing

@testable import Pictures

struct ColorJitterTests {
  let jitter = ColorJitter(brightness: 0.4, contrast: 1.5, saturation: 0.2, hue: 0.1)

  @Test func `amounts are ranges around no change, not below 0`() {
    #expect(jitter.brightness == 0.6...1.4)
    #expect(jitter.contrast == 0...2.5)
    #expect(jitter.saturation == 0.8...1.2)
    #expect(jitter.hue == -0.1...0.1)
  }

  @Test func `each change is drawn evenly from its range`() {
    var drawn: [String: [Double]] = [:]
    for number in 0..<4_000 {
      var random = (Seed(3) / number).stream
      for change in jitter.changes(&random) {
        // Where in its range, 0...1.
        switch change {
        case .brightness(let x): drawn["b", default: []].append((x - 0.6) / 0.8)
        case .contrast(let x): drawn["c", default: []].append(x / 2.5)
        case .saturation(let x): drawn["s", default: []].append((x - 0.8) / 0.4)
        case .hue(let x): drawn["h", default: []].append((x + 0.1) / 0.2)
        }
      }
    }
    #expect(drawn.count == 4)
    for (name, values) in drawn {
      #expect(values.count == 4_000)
      #expect(values.allSatisfy { (-1e-9...(1 + 1e-9)).contains($0) }, "\(name)")
      for tenth in 0..<10 {
        // 400 expected, deviation 19.
        let count = values.count { Int($0 * 10) == tenth }
        #expect((310...490).contains(count), "\(name) \(tenth): \(count)")
      }
    }
  }

  @Test func `all orders are drawn, each about as often as any other`() {
    var times: [String: Int] = [:]
    for number in 0..<4_800 {
      var random = (Seed(9) / number).stream
      let order = jitter.changes(&random).map { change in
        switch change {
        case .brightness: "b"
        case .contrast: "c"
        case .saturation: "s"
        case .hue: "h"
        }
      }
      times[order.joined(), default: 0] += 1
    }
    // 200 expected of each, deviation 14.
    #expect(times.count == 24)
    #expect(times.values.allSatisfy { (135...265).contains($0) }, "\(times)")
  }

  @Test func `what is not asked for is neither changed nor drawn`() throws {
    let photo = try GoldenPicture.source("photo")
    var random = Seed(2).stream
    #expect(ColorJitter(contrast: 0.5).changes(&random).count == 1)
    var same = Seed(8).stream
    random = same
    #expect(try ColorJitter(brightness: 0)(photo, &random) == photo)
    #expect(random.next() == same.next())
  }

  @Test func `changes are made one after another`() throws {
    let photo = try GoldenPicture.source("photo")
    for number in 0..<6 {
      var random = (Seed(12) / number).stream
      var same = random
      var expected = photo
      for change in jitter.changes(&same) { expected = try change.apply(to: expected) }
      #expect(expected != photo)
      #expect(try jitter(photo, &random) == expected)
    }
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = ColorJitter(brightness: -0.1) }
    await #expect(processExitsWith: .failure) { _ = ColorJitter(hue: 0.6) }
    await #expect(processExitsWith: .failure) { _ = ColorJitter(contrast: -1...2) }
  }
}

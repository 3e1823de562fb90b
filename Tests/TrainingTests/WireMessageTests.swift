import Testing

@testable import Training

struct WireMessageTests {
  @Test func `whole numbers take as many bytes as they need, negative ones ten`() {
    let message = WireMessage {
      $0.add(1, 1)
      $0.add(2, 300)
      $0.add(16, -1)
      $0.add(1, Int.max)
    }
    let negative: [UInt8] = [0x80, 0x01] + Array(repeating: 0xff, count: 9) + [0x01]
    let largest: [UInt8] = [0x08] + Array(repeating: 0xff, count: 8) + [0x7f]
    #expect(message.bytes == [0x08, 0x01, 0x10, 0xac, 0x02] + negative + largest)
  }

  @Test func `fixed numbers have their lowest byte first`() {
    let message = WireMessage {
      $0.add(1, 1.0)
      $0.add(2, oneOf: Float(-2))
    }
    #expect(message.bytes == [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x15, 0, 0, 0, 0xc0])
  }

  @Test func `texts, messages and packed numbers have their length first`() {
    let message = WireMessage {
      $0.add(1, "é")
      $0.add(2) { inner in inner.add(1, 7) }
      $0.add(3, packed: [0, 1])
      $0.add(4) { _ in }
    }
    let packed: [UInt8] = [0x1a, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
    #expect(message.bytes == [0x0a, 2, 0xc3, 0xa9, 0x12, 2, 0x08, 7] + packed + [0x22, 0])
  }

  @Test func `zeros and nothing are left out, but for a number that is one of several`() {
    let message = WireMessage {
      $0.add(1, 0)
      $0.add(2, 0.0)
      $0.add(3, "")
      $0.add(4, packed: [])
    }
    #expect(message.bytes.isEmpty)
    #expect(WireMessage { $0.add(2, oneOf: Float(0)) }.bytes == [0x15, 0, 0, 0, 0])
    #expect(WireMessage { $0.add(1, -0.0) }.bytes == [0x09, 0, 0, 0, 0, 0, 0, 0, 0x80])
  }
}

import Testing

@testable import Training

struct CRC32CTests {
  // RFC 3720, B.4, and the catalogue's usual check.
  private static let known: [(bytes: [UInt8], crc: UInt32)] = [
    (Array(repeating: 0, count: 32), 0x8a91_36aa),
    (Array(repeating: 0xff, count: 32), 0x62a8_ab43),
    (Array(0..<32), 0x46dd_794e),
    (Array((0..<32).reversed()), 0x113f_db5c),
    (Array("123456789".utf8), 0xe306_9283),
    ([], 0),
  ]

  @Test(arguments: known)
  func `checks are those of RFC 3720`(_ bytes: [UInt8], _ crc: UInt32) {
    #expect(CRC32C.of(bytes) == crc)
  }
}

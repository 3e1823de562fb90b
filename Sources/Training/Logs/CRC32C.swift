/// The cyclic redundancy check of RFC 3720, appendix B.4 (Castagnoli's polynomial).
enum CRC32C {
  /// The check of `bytes`.
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8)
    }
  }

  /// The check as TFRecord files have it: turned and shifted, so that the check of data that hold
  /// checks stays a good one (tensorflow/core/lib/hash/crc32c.h).
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let crc = of(bytes)
    return (crc >> 15 | crc << 17) &+ 0xa282_ead8
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
  }
}

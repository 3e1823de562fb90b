import Pictures
import Randomness
import Testing

/// JPEG files of 8 KiB or more, whose codes are read by other means than those of smaller ones.
struct LargeJPEGTests {
  /// The bytes of a fixture, with a long comment put behind its first marker.
  private func grown(_ name: String) throws -> [UInt8] {
    let bytes = try PictureFixtures.bytes(name)
    let comment: [UInt8] = [0xff, 0xfe, 0x23, 0x28] + [UInt8](repeating: 7, count: 0x2328 - 2)
    return bytes.prefix(2) + comment + bytes.dropFirst(2)
  }

  static let expected = PictureFixtures.expected.filter { $0.contains(".jpg.") }

  @Test(arguments: expected)
  func `a large file has the pixels that Pillow makes of it, whole and in part`(expected: String)
    throws
  {
    let parts = expected.split(separator: ".")
    let name = parts[0...1].joined(separator: ".")
    let image = try ImageFile(bytes: grown(name), name: name)
    #expect(image.bytes.count > 8_192)
    var decoding = ImageDecoding(
      channels: parts.last == "pgm" ? 1 : 3,
      scale: Int(parts[2]).flatMap(ImageDecoding.Scale.init(rawValue:)) ?? .full)
    let whole = try image.picture(decoding)
    #expect(whole == (try PictureFixtures.pixels(expected)))
    var random = (Seed(8) / expected).stream
    for _ in 0..<30 {
      let height = 1 + random.below(whole.height)
      let width = 1 + random.below(whole.width)
      let region = Region(
        top: random.below(whole.height - height + 1), left: random.below(whole.width - width + 1),
        height: height, width: width)
      decoding.region = region
      #expect(try image.picture(decoding) == cut(region, of: whole), "\(region)")
    }
  }

  @Test func `a large file that ends early, or has a marker early, is refused`() throws {
    for name in ["large-420.jpg", "rgb-444.jpg", "grey.jpg", "restarts.jpg"] {
      let bytes = try grown(name)
      let scan = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xff, 0xda]) })
      for end in stride(from: scan + 20, to: bytes.count - 2, by: 7) {
        let image = try ImageFile(bytes: Array(bytes[..<end]), name: name)
        #expect(imageError { _ = try image.picture() } == .truncated(file: name, found: end))
        let ended = try ImageFile(bytes: bytes[..<end] + [0xff, 0xd9], name: name)
        guard case .corrupt = imageError({ _ = try ended.picture() }) else {
          Issue.record("\(name) with a marker at \(end)")
          continue
        }
      }
    }
  }

  @Test func `a code that the table lacks is refused`() throws {
    var bytes = try grown("grey.jpg")
    let scan = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xff, 0xda]) })
    // Sixteen bits of 1 are no code of any table; 0xff is written as 0xff 0.
    bytes.replaceSubrange((scan + 10)..<(scan + 14), with: [0xff, 0, 0xff, 0, 0xff, 0])
    let image = try ImageFile(bytes: bytes, name: "a")
    guard case .corrupt(_, _, let cause) = imageError({ _ = try image.picture() }) else {
      Issue.record("a code of ones was read")
      return
    }
    #expect(cause.contains("bad Huffman code"))
  }
}

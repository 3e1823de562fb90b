import Foundation
import Pictures
import Randomness
import Testing

struct ImageErrorTests {
  private func error(of bytes: [UInt8], limits: ImageLimits = .standard) -> ImageError? {
    imageError { _ = try ImageFile(bytes: bytes, name: "f", limits: limits).picture() }
  }

  @Test func `no bytes are named as such`() throws {
    #expect(error(of: []) == .empty(file: "f"))
    let folder = try TemporaryFolder()
    let empty = try folder.write([], to: "a.jpg")
    #expect(imageError { _ = try ImageFile(empty) } == .empty(file: empty))
  }

  @Test(arguments: [
    ("GIF89a..", "a GIF"), ("RIFF....WEBPVP8 ", "a WebP"), ("BM......", "a BMP"),
    ("II*\0....", "a TIFF"), ("MM\0*....", "a TIFF"), ("\0\0\0\u{18}ftypheic", "a HEIC or a film"),
    ("<!DOCTYPE html>", "a web page or other text"), ("P6\n1 1\n255\n", "a PPM"),
    ("hello world", "bytes 68 65 6c 6c 6f 20 77 6f, which are no known format"),
  ])
  func `another format is called by its name`(start: String, name: String) {
    #expect(error(of: Array(start.utf8)) == .unknownFormat(file: "f", found: name))
  }

  @Test func `a JPEG cut short anywhere is refused`() throws {
    for name in ["restarts.jpg", "progressive-420.jpg", "grey.jpg"] {
      let whole = try PictureFixtures.bytes(name)
      for length in 2..<whole.count {
        let error = error(of: Array(whole[..<length]))
        #expect(error == .truncated(file: "f", found: length), "\(name), \(length)")
      }
    }
  }

  @Test func `a PNG cut short anywhere is refused`() throws {
    for name in ["rgb-8.png", "palette-4-interlaced.png"] {
      let whole = try PictureFixtures.bytes(name)
      for length in 8..<whole.count {
        let error = error(of: Array(whole[..<length]))
        #expect(error == .truncated(file: "f", found: length), "\(name), \(length)")
      }
    }
  }

  @Test func `a PNG without all of its pixels is refused`() throws {
    let whole = try PictureFixtures.bytes("rgb-8.png")
    let data = try #require(whole.indices.first { whole[$0...].starts(with: "IDAT".utf8) }) - 4
    let end = whole.count - 12
    #expect(error(of: Array(whole[..<data]) + whole[end...]) != nil)
  }

  @Test func `damaged data of a JPEG are refused where they show`() throws {
    var bytes = try PictureFixtures.bytes("large-420.jpg")
    // A restart marker in a picture without restarts.
    bytes.replaceSubrange((bytes.count - 300)..<(bytes.count - 298), with: [0xff, 0xd5])
    guard case .corrupt("f", let offset?, let cause) = error(of: bytes) else {
      Issue.record("not refused")
      return
    }
    #expect(offset > 0 && offset <= bytes.count)
    #expect(cause.contains("Corrupt JPEG data"))
  }

  @Test func `a changed byte of a PNG's pixels is refused`() throws {
    var bytes = try PictureFixtures.bytes("rgb-8.png")
    bytes[bytes.count - 40] ^= 1
    guard case .corrupt("f", nil, _) = error(of: bytes) else {
      Issue.record("not refused")
      return
    }
  }
}

extension ImageErrorTests {
  /// A JPEG of the given size that has a header only.
  private func jpeg(height: Int, width: Int, components: UInt8 = 3, bits: UInt8 = 8) -> [UInt8] {
    var bytes: [UInt8] = [0xff, 0xd8, 0xff, 0xc0, 0, 8 + 3 * components, bits]
    bytes += [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) }
    bytes.append(components)
    for component in 1...components { bytes += [component, 0x11, 0] }
    return bytes + [0xff, 0xda]
  }

  @Test func `a picture of a hundred megapixels is refused by its header`() {
    #expect(
      error(of: jpeg(height: 10_000, width: 10_000))
        == .tooManyPixels(file: "f", height: 10_000, width: 10_000, limit: 64_000_000))
    let raised = error(
      of: jpeg(height: 10_000, width: 10_000), limits: ImageLimits(pixels: 100_000_000))
    guard case .truncated = raised else {
      Issue.record("\(String(describing: raised))")
      return
    }
  }

  @Test func `a PNG of the largest size is refused by its header`() throws {
    var bytes = try PictureFixtures.bytes("rgb-8.png")
    bytes.replaceSubrange(16..<24, with: [127, 255, 255, 255, 127, 255, 255, 255])
    let side = Int(Int32.max)
    #expect(
      error(of: bytes) == .tooManyPixels(file: "f", height: side, width: side, limit: 64_000_000))
  }

  @Test func `a file of more bytes than the limit is refused before it is read`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([], to: "a.jpg")
    #expect(truncate(file, 1 << 40) == 0)
    let error = imageError { _ = try ImageFile(file) }
    let (found, limit) = (1 << 40, 256 << 20)
    #expect(error == .tooManyBytes(file: file, found: found, limit: limit))
  }

  @Test func `kinds of JPEG that are not read are named`() {
    #expect(
      error(of: jpeg(height: 2, width: 2, components: 2))
        == .unsupported(file: "f", cause: "2 components rather than 1, 3 or 4"))
    #expect(
      error(of: jpeg(height: 2, width: 2, bits: 12))
        == .unsupported(file: "f", cause: "12 bits rather than 8"))
    var lossless = jpeg(height: 2, width: 2)
    lossless[3] = 0xc3
    #expect(
      error(of: lossless)
        == .unsupported(file: "f", cause: "a frame of type 3, lossless or hierarchical"))
  }

  @Test func `a JPEG without size or picture is damaged`() {
    for bytes in [jpeg(height: 0, width: 2), [0xff, 0xd8, 0xff, 0xd9], [0xff, 0xd8, 0xff, 0xda]] {
      guard case .corrupt("f", _, _) = error(of: bytes) else {
        Issue.record("\(bytes)")
        continue
      }
    }
  }

  @Test func `a missing picture is named`() {
    let error = picturesError { _ = try ImageFile("/none/a.jpg") }
    guard case .missing("/none/a.jpg", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

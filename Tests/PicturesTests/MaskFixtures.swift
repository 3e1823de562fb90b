import Foundation
import Pictures
import Testing

/// The golden masks, made by Golden/pictures_masks.py, and sets of pictures with masks.
enum MaskFixtures {
  /// The golden pictures of one file that are of masks, or of what they belong to.
  static func golden(_ name: String, of kind: String? = nil) -> [GoldenPicture] {
    GoldenPicture.all(name, in: "masks").filter { kind == nil || $0.words["of"] == kind }
  }

  /// The picture that others were made of, as an encoded file.
  static func image() throws -> ImageFile {
    try ImageFile(bytes: source("picture").png(), name: "picture.png")
  }

  /// The mask that others were made of.
  static func mask() throws -> Mask { Mask(try source("mask")) }

  private static func source(_ name: String) throws -> Picture {
    try #require(golden("sources").first { $0.words["name"] == name }).picture
  }
}

extension Mask {
  /// The mask whose numbers are the greys of `picture`.
  init(_ picture: Picture) {
    self.init(height: picture.height, width: picture.width, bytes: picture.bytes)
  }

  /// A mask of `height` by `width` pixels of one class.
  init(_ label: UInt8, height: Int, width: Int) {
    self.init(
      height: height, width: width, bytes: [UInt8](repeating: label, count: height * width))
  }

  /// The pixels of `region`, `Mask.ignored` beside the mask, pixel by pixel.
  func cut(_ region: Region, isMirrored: Bool = false) -> Mask {
    let bytes = (0..<region.height).flatMap { row in
      (0..<region.width).map { column in
        let (y, x) = (row + region.top, column + region.left)
        return y >= 0 && y < height && x >= 0 && x < width ? self[y, x] : Mask.ignored
      }
    }
    let rows = stride(from: 0, to: bytes.count, by: region.width).map {
      Array(bytes[$0..<($0 + region.width)])
    }
    return Mask(
      height: region.height, width: region.width,
      bytes: rows.flatMap { isMirrored ? $0.reversed() : $0 })
  }
}

extension TemporaryFolder {
  /// Writes a picture of one grey, `[3, height, width]`, as a PNG.
  @discardableResult
  func writePicture(
    _ name: String, height: Int = 3, width: Int = 4, grey: UInt8 = 7
  ) throws -> String {
    let picture = Picture(
      channels: 3, height: height, width: width,
      bytes: [UInt8](repeating: grey, count: 3 * height * width))
    return try write(picture.png(), to: name)
  }

  /// Writes a mask of one class as a PNG with VOC's palette.
  @discardableResult
  func writeMask(
    _ name: String, height: Int = 3, width: Int = 4, label: UInt8 = 1
  ) throws -> String {
    try write(Mask(label, height: height, width: width).png(palette: Palette.voc), to: name)
  }

  /// Writes lines of text.
  @discardableResult
  func writeText(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a picture and a mask for each of `names` as VOC lays them out, and the list of `split`.
  func writeVOC(_ names: [String], split: String = "train", below root: String = "") throws {
    for (number, name) in names.enumerated() {
      try writePicture("\(root)JPEGImages/\(name).png", grey: UInt8(number))
      try writeMask("\(root)SegmentationClass/\(name).png", label: UInt8(number))
    }
    try writeText(
      names.map { "\($0)\n" }.joined(), to: "\(root)ImageSets/Segmentation/\(split).txt")
  }
}

/// The error that `body` throws, where it is about masks or sets that have them.
func maskError(_ body: () throws -> Void) -> MaskError? {
  do {
    try body()
    return nil
  } catch {
    return error as? MaskError
  }
}

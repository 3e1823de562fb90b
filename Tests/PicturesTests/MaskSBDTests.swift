import Foundation
import Pictures
import Testing

/// Masks of the Semantic Boundaries Dataset, beside what scipy reads of them.
struct MaskSBDTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: GoldenPicture.url("masks/\(name).mat")))
  }

  @Test(arguments: ["sbd", "sbd-plain"])
  func `a mask is what scipy reads, compressed or not`(name: String) throws {
    #expect(try Mask(sbd: Self.bytes(name), name: name) == MaskFixtures.mask())
    #expect(try Mask(sbd: GoldenPicture.url("masks/\(name).mat").path()) == MaskFixtures.mask())
  }

  @Test(arguments: [
    ("name", "GTinst of 1x1, expected GTcls"), ("two", "goes on, expected the end"),
    ("double", "Segmentation is of class 6, expected 9"), ("field", "no field Segmentation"),
    ("cube", "Segmentation has 3 dimensions, expected 2"), ("empty", "Segmentation has 0x29"),
    ("matrix", "the variable is of class 9, expected 2"), ("several", "GTcls of 1x2"),
  ])
  func `a file of anything else is refused by its name and what is there`(
    name: String, cause: String
  ) throws {
    let file = "refused-\(name)"
    let error = maskError { _ = try Mask(sbd: Self.bytes(file), name: file) }
    guard case .notSBD(file, _, let found) = error else {
      Issue.record("\(file): \(String(describing: error))")
      return
    }
    #expect(found.contains(cause), "\(found)")
  }

  @Test func `other versions of the format, and other files, are told by the first bytes`() throws {
    var bytes = try Self.bytes("sbd")
    bytes[125] = 2  // HDF5
    let error = MaskError.notSBD(
      file: "f", offset: 124,
      cause: "the version is 00 02 49 4d, expected 00 01 49 4d of a MATLAB 5 file")
    #expect(maskError { _ = try Mask(sbd: bytes, name: "f") } == error)
    guard case .notSBD = maskError({ _ = try Mask(sbd: [1, 2, 3], name: "f") }) else {
      Issue.record("three bytes were taken")
      return
    }
    #expect(imageError { _ = try Mask(sbd: [], name: "f") } == .empty(file: "f"))
  }

  @Test(arguments: ["sbd", "sbd-plain"])
  func `a file that is cut anywhere, or goes on, is refused`(name: String) throws {
    let bytes = try Self.bytes(name)
    for count in stride(from: 1, to: bytes.count, by: name == "sbd" ? 1 : 9) {
      guard case .notSBD = maskError({ _ = try Mask(sbd: Array(bytes[..<count]), name: "f") })
      else {
        Issue.record("\(count) bytes of \(bytes.count) were taken")
        return
      }
    }
    guard case .notSBD = maskError({ _ = try Mask(sbd: bytes + [0], name: "f") }) else {
      Issue.record("a byte more was taken")
      return
    }
  }

  @Test func `damaged compressed data are refused`() throws {
    let bytes = try Self.bytes("sbd")
    for place in [140, 300, bytes.count - 1] {
      var damaged = bytes
      damaged[place] ^= 0x55
      #expect(maskError { _ = try Mask(sbd: damaged, name: "f") } != nil, "\(place)")
    }
  }

  @Test func `sizes are checked before memory is taken`() throws {
    let bytes = try Self.bytes("sbd")
    #expect(
      imageError { _ = try Mask(sbd: bytes, name: "f", limits: ImageLimits(pixels: 1_188)) }
        == .tooManyPixels(file: "f", height: 41, width: 29, limit: 1_188))
    let inflated = imageError {
      _ = try Mask(sbd: bytes, name: "f", limits: ImageLimits(bytes: 1_000))
    }
    guard case .tooManyBytes("f", let found, 1_000) = inflated else {
      Issue.record("\(String(describing: inflated))")
      return
    }
    #expect(found > 9_000)
    // A variable of 3 GB in 20 bytes: zlib's form of a tag, in a stored block, and no more.
    let tag: [UInt8] = [14, 0, 0, 0, 0, 0, 0, 0xc0]
    let data: [UInt8] = [0x78, 0x01, 0x01, 8, 0, 0xf7, 0xff] + tag + [0, 0, 0, 0, 0]
    let bomb = Array(bytes[..<128]) + [15, 0, 0, 0, UInt8(data.count), 0, 0, 0] + data
    let error = maskError {
      _ = try Mask(sbd: bomb, name: "f", limits: ImageLimits(bytes: 1 << 40))
    }
    #expect(error?.description.contains("too many") == true)
  }

  @Test func `masks that VOC lacks are those of SBD`() throws {
    let folder = try TemporaryFolder()
    try folder.writeVOC(["a"], split: "train_aug")
    try folder.writePicture("JPEGImages/b.png", height: 41, width: 29)
    try folder.writeText("b\na\n", to: "ImageSets/Segmentation/train_aug.txt")
    let path = try folder.write(Self.bytes("sbd"), to: "SBD/benchmark_RELEASE/dataset/cls/b.mat")
    try folder.write([1], to: "SBD/benchmark_RELEASE/dataset/cls/a.mat")
    for sbd in ["SBD", "SBD/benchmark_RELEASE/", "SBD/benchmark_RELEASE/dataset"] {
      let set = try VOCSegmentation(
        folder.path, split: "train_aug", sbd: "\(folder.path)/\(sbd)")
      #expect(set.maskPath(at: 0) == path)
      #expect(try set.sample(at: 0).mask == MaskFixtures.mask())
      #expect(try set.sample(at: 1).mask == Mask(0, height: 3, width: 4))
    }
    guard
      case .notFound("mask", "b", _, _) = maskError({
        _ = try VOCSegmentation(folder.path, split: "train_aug")
      })
    else {
      Issue.record("a mask was found that is not there")
      return
    }
    #expect(
      maskError {
        _ = try VOCSegmentation(folder.path, split: "train_aug", sbd: folder.path)
      } == .notSuchSet(root: folder.path, expected: "the folder cls with SBD's masks"))
  }
}

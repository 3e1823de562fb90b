import Pictures
import Testing

struct MagnitudesTests {
  @Test(arguments: PublishedTables.all.magnitudes)
  func `a level means what torchvision and timm take it for`(_ row: PublishedTables.Row) throws {
    let magnitudes = try #require(Magnitudes(rawValue: row.magnitudes))
    let operation = try #require(AugmentationOperation(rawValue: row.operation))
    #expect(magnitudes.isSigned(operation) == row.signed)
    let level = MagnitudeLevel(row.level, of: row.highest)
    let change = magnitudes.change(operation, at: level, height: row.height, width: row.width)
    let (expected, otherWay) = (try row.change, try row.otherWay)
    #expect(isSame(change, expected))
    let other = magnitudes.change(
      operation, at: level, height: row.height, width: row.width, negative: true)
    #expect(isSame(other, row.signed ? otherWay : expected))
  }

  /// Whether two changes are the same but for the last digit of single precision, in which torch
  /// rounds otherwise on other processors.
  private func isSame(_ a: PictureChange, _ b: PictureChange) -> Bool {
    func isNear(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= 1.3e-7 * max(abs(x), 1) }
    switch (a, b) {
    case (.shearX(let x), .shearX(let y)), (.shearY(let x), .shearY(let y)),
      (.rotate(let x), .rotate(let y)), (.solarize(let x), .solarize(let y)),
      (.contrast(let x), .contrast(let y)), (.color(let x), .color(let y)),
      (.brightness(let x), .brightness(let y)), (.sharpness(let x), .sharpness(let y)):
      return isNear(x, y)
    default: return a == b
    }
  }

  @Test(arguments: GoldenPicture.all("by-torchvision", in: "augmentation"))
  func `a level does to a picture what torchvision does to Pillow's`(
    _ golden: GoldenPicture
  ) throws {
    let operation = try #require(AugmentationOperation(rawValue: golden.text("operation")))
    let source = try golden.source
    // What torchvision moves to the right, Pillow and timm move to the left; the side is drawn.
    let isTurned = operation == .translateX || operation == .translateY
    let change = try Magnitudes.torchvision.change(
      operation, at: MagnitudeLevel(golden.number("level"), of: 9), height: source.height,
      width: source.width, negative: (golden.number("sign") < 0) != isTurned)
    #expect(try change.apply(to: source, with: .bilinear) == golden.picture)
  }

  @Test func `AugMix's levels are its authors'`() {
    func change(_ operation: AugmentationOperation, _ level: Double) -> PictureChange {
      Magnitudes.augMix.change(operation, at: MagnitudeLevel(level, of: 10), height: 90, width: 224)
    }
    #expect(change(.rotate, 2.5) == .rotate(7))
    #expect(change(.posterize, 2.4) == .posterize(4))
    #expect(change(.posterize, 2.5) == .posterize(3))
    #expect(change(.solarize, 3) == .solarize(256 - 76))
    #expect(change(.translateX, 3) == .translateX(22))
    #expect(change(.translateY, 3) == .translateY(9))
    #expect(change(.shearX, 2) == .shearX(0.06))
    #expect(change(.color, 5) == .color(1))
  }

  @Test func `a cutout is as large as the level is high, and keeps off torchvision's signs`() {
    let level = MagnitudeLevel(7, of: 10)
    let change = Magnitudes.timm.change(.cutout, at: level, height: 331, width: 400)
    #expect(change == .cutout(Region(top: 144, left: 179, height: 42, width: 42)))
    #expect(!Magnitudes.torchvision.isSigned(.cutout))
  }

  @Test func `levels beyond the ends are taken to them`() {
    #expect(MagnitudeLevel(-1, of: 10) == MagnitudeLevel(0, of: 10))
    #expect(MagnitudeLevel(11, of: 10) == MagnitudeLevel(10, of: 10))
  }
}

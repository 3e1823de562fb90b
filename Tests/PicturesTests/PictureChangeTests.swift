import Pictures
import Testing

struct PictureChangeTests {
  @Test(arguments: GoldenPicture.all("moved", in: "augmentation"))
  func `a moved picture is Pillow's, to the byte`(_ golden: GoldenPicture) throws {
    let fill = try (0..<3).compactMap { golden.words["fill\($0)"] }.map { try #require(UInt8($0)) }
    let resampling = try #require(Resampling(rawValue: golden.text("method")))
    let change = try change(golden.text("change"), golden.number("amount"))
    #expect(try change.apply(to: golden.source, with: resampling, fill: fill) == golden.picture)
  }

  @Test(arguments: GoldenPicture.all("toned", in: "augmentation"))
  func `a picture of other tones is Pillow's, to the byte`(_ golden: GoldenPicture) throws {
    let change = try change(golden.text("change"), golden.number("amount"))
    #expect(try change.apply(to: golden.source) == golden.picture)
  }

  @Test(arguments: GoldenPicture.all("enhanced", in: "augmentation"))
  func `an enhanced picture is Pillow's, to the byte`(_ golden: GoldenPicture) throws {
    let change = try change(golden.text("change"), golden.number("amount"))
    #expect(try change.apply(to: golden.source) == golden.picture)
  }

  @Test func `moves of pictures too long for whole numbers of 2^-16 are exact too`() throws {
    let width = 40_000
    let bytes = (0..<(2 * width)).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let picture = Picture(channels: 1, height: 2, width: width, bytes: bytes)
    // Rows are 0.5 and 1.5 pixels high: their middles move by 3 and by 9 pixels.
    let sheared = try PictureChange.shearX(6).apply(to: picture, fill: [201])
    var expected = Array(bytes[3..<width]) + [UInt8](repeating: 201, count: 3)
    expected += Array(bytes[(width + 9)...]) + [UInt8](repeating: 201, count: 9)
    #expect(sheared.bytes == expected)
  }

  @Test(arguments: [0, 1, -3])
  func `a cutout paints what lies in the picture`(_ top: Int) throws {
    let picture = Picture(
      channels: 3, height: 4, width: 5, bytes: (0..<60).map { UInt8($0 + 1) })
    let region = Region(top: top, left: 3, height: 4, width: 4)
    let cut = try PictureChange.cutout(region).apply(to: picture, fill: [200, 201, 202])
    for channel in 0..<3 {
      for row in 0..<4 {
        for column in 0..<5 {
          let isInside = (top..<(top + 4)).contains(row) && column >= 3
          let expected = isInside ? UInt8(200 + channel) : picture[channel, row, column]
          #expect(cut[channel, row, column] == expected)
        }
      }
    }
    let beyond = Region(top: 9, left: 9, height: 2, width: 2)
    #expect(try PictureChange.cutout(beyond).apply(to: picture, fill: [7]) == picture)
    #expect(try PictureChange.identity.apply(to: picture) == picture)
  }

  @Test func `a colour for other pictures, and channels without colours, are refused`() throws {
    let grey = try GoldenPicture.source("grey")
    #expect(throws: PicturesError.wrongChannels(found: 1, expected: [3])) {
      try PictureChange.rotate(10).apply(to: grey, fill: [1, 2, 3])
    }
    let two = Picture(channels: 2, height: 1, width: 1, bytes: [1, 2])
    for change in [PictureChange.color(0.5), .contrast(0.5)] {
      #expect(throws: PicturesError.wrongChannels(found: 2, expected: [1, 3])) {
        try change.apply(to: two)
      }
    }
  }

  @Test func `amounts without a meaning are slips that stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = dot.posterized(toBits: 9) }
    await #expect(processExitsWith: .failure) { _ = dot.brightened(by: -1) }
    await #expect(processExitsWith: .failure) { _ = dot.enhanced(brightness: -0.1) }
    await #expect(processExitsWith: .failure) { _ = AffineMap(c: .infinity) }
  }
}

private let dot = Picture(channels: 1, height: 1, width: 1, bytes: [9])

/// A change in the words of the scripts.
func change(_ name: String, _ amount: Double) throws -> PictureChange {
  switch name {
  case "shearX": .shearX(amount)
  case "shearY": .shearY(amount)
  case "translateX": .translateX(amount)
  case "translateY": .translateY(amount)
  case "rotate": .rotate(amount)
  case "autoContrast": .autoContrast
  case "invert": .invert
  case "equalize": .equalize
  case "solarize": .solarize(amount)
  case "solarizeAdd": .solarizeAdd(Int(amount))
  case "posterize": .posterize(Int(amount))
  case "contrast": .contrast(amount)
  case "color": .color(amount)
  case "brightness": .brightness(amount)
  case "sharpness": .sharpness(amount)
  default: try #require(nil as PictureChange?, "there is no change \(name)")
  }
}

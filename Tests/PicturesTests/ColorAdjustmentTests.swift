import Pictures
import Testing

struct ColorAdjustmentTests {
  @Test(arguments: GoldenPicture.all("recoloured"))
  func `adjusted colours are torchvision's, within one level`(_ golden: GoldenPicture) throws {
    let source = try golden.source
    let adjusted: Picture
    if golden.words["brightness"] != nil {
      adjusted = try source.adjusted(brightness: golden.number("brightness"))
    } else if golden.words["contrast"] != nil {
      adjusted = try source.adjusted(contrast: golden.number("contrast"))
    } else if golden.words["saturation"] != nil {
      adjusted = try source.adjusted(saturation: golden.number("saturation"))
    } else if golden.words["hue"] != nil {
      adjusted = try source.adjusted(hue: golden.number("hue"))
    } else {
      adjusted = try source.grayscale()
    }
    // Where a mean or a quotient is rounded, another order of steps may end one level apart.
    let exact = golden.words["contrast"] == nil && golden.words["hue"] == nil
    #expect(difference(adjusted, golden.picture) <= (exact ? 0 : 1))
  }

  @Test func `a factor of 1 and no turn leave a picture as it is`() throws {
    let colors = try GoldenPicture.source("colours")
    #expect(try colors.adjusted(brightness: 1) == colors)
    #expect(try colors.adjusted(contrast: 1) == colors)
    #expect(try colors.adjusted(saturation: 1) == colors)
    #expect(try difference(colors.adjusted(hue: 0), colors) <= 1)
  }

  @Test func `a third of a turn makes red green and green blue`() throws {
    let red = Picture(channels: 3, height: 1, width: 1, bytes: [255, 0, 0])
    let green = try red.adjusted(hue: 1.0 / 3)
    #expect(difference(green, Picture(channels: 3, height: 1, width: 1, bytes: [0, 255, 0])) <= 1)
    let blue = try green.adjusted(hue: 1.0 / 3)
    #expect(difference(blue, Picture(channels: 3, height: 1, width: 1, bytes: [0, 0, 255])) <= 1)
  }

  @Test func `a picture of two channels has no colours to change`() {
    let picture = Picture(channels: 2, height: 1, width: 1, bytes: [1, 2])
    let error = PicturesError.wrongChannels(found: 2, expected: [1, 3])
    #expect(throws: error) { try picture.adjusted(brightness: 2) }
    #expect(throws: error) { try picture.adjusted(contrast: 2) }
    #expect(throws: error) { try picture.adjusted(saturation: 2) }
    #expect(throws: error) { try picture.adjusted(hue: 0.1) }
    #expect(throws: error) { try picture.grayscale() }
  }

  @Test func `a negative factor or more than half a turn is a slip that stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = try dot.adjusted(brightness: -0.1) }
    await #expect(processExitsWith: .failure) { _ = try dot.adjusted(contrast: .infinity) }
    await #expect(processExitsWith: .failure) { _ = try dot.adjusted(saturation: -1) }
    await #expect(processExitsWith: .failure) { _ = try dot.adjusted(hue: 0.51) }
  }
}

private let dot = Picture(channels: 1, height: 1, width: 1, bytes: [9])

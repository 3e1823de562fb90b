import Foundation
import Pictures
import Randomness
import Testing

struct RandomResizedCropTests {
  let wide = Picture(
    channels: 1, height: 300, width: 400, bytes: [UInt8](repeating: 7, count: 120_000))

  /// What a crop shows of `picture`, in many draws.
  func regions(_ crop: RandomResizedCrop, _ picture: Picture, count: Int) -> [Region] {
    (0..<count).map { number in
      var random = (Seed(21) / number).stream
      return crop.region(of: picture, &random)
    }
  }

  @Test func `what is shown lies in the picture, its area and shape in their ranges`() {
    let crop = RandomResizedCrop(size: 8, scale: 0.2...0.5, ratio: 0.5...1.5)
    for region in regions(crop, wide, count: 2_000) {
      #expect(region.top >= 0 && region.left >= 0)
      #expect(region.top + region.height <= 300 && region.left + region.width <= 400)
      let area = Double(region.height * region.width) / 120_000
      #expect((0.195...0.505).contains(area))
      #expect((0.49...1.52).contains(Double(region.width) / Double(region.height)))
    }
  }

  @Test func `areas, logarithms of shapes, and places are drawn evenly`() {
    // Areas small enough that the first of the ten draws always fits.
    let crop = RandomResizedCrop(size: 8, scale: 0.1...0.3, ratio: 0.8...1.25)
    let regions = regions(crop, wide, count: 5_000)
    let values = regions.map { region in
      let area = Double(region.height * region.width) / 120_000
      let ratio = Double(region.width) / Double(region.height)
      return [
        (area - 0.1) / 0.2, (log(ratio) - log(0.8)) / (log(1.25) - log(0.8)),
        (Double(region.top) + 0.5) / Double(301 - region.height),
        (Double(region.left) + 0.5) / Double(401 - region.width),
      ]
    }
    for which in 0..<4 {
      for fifth in 0..<5 {
        // 1,000 expected, deviation 28; sides are whole pixels, which moves some.
        let count = values.count { Int($0[which] * 5) == fifth }
        #expect((870...1_130).contains(count), "\(which) \(fifth): \(count)")
      }
    }
  }

  @Test func `a picture that no rectangle fits into shows its middle`() {
    let high = Picture(channels: 1, height: 90, width: 3, bytes: [UInt8](repeating: 7, count: 270))
    let crop = RandomResizedCrop(size: 8, scale: 0.9...1, ratio: 0.75...1.5)
    #expect(
      regions(crop, high, count: 20).allSatisfy {
        $0 == Region(top: 43, left: 0, height: 4, width: 3)
      })
    let row = Picture(channels: 1, height: 2, width: 90, bytes: [UInt8](repeating: 7, count: 180))
    #expect(
      regions(crop, row, count: 20).allSatisfy {
        $0 == Region(top: 0, left: 43, height: 2, width: 3)
      })
    let square = Picture(channels: 1, height: 1, width: 1, bytes: [7])
    #expect(regions(crop, square, count: 20).allSatisfy { $0 == square.bounds })
    let narrow = RandomResizedCrop(size: 8, scale: 1...1, ratio: 0.1...0.2)
    #expect(regions(narrow, square, count: 5).allSatisfy { $0 == square.bounds })
  }

  @Test(arguments: Resampling.allCases)
  func `the region is resized in one go`(_ resampling: Resampling) throws {
    let photo = try GoldenPicture.source("photo")
    let crop = RandomResizedCrop(height: 20, width: 24, resampling: resampling)
    for number in 0..<20 {
      var random = (Seed(1) / number).stream
      var same = random
      let region = crop.region(of: photo, &same)
      let expected = photo.cropped(to: region).resized(height: 20, width: 24, with: resampling)
      #expect(crop(photo, &random) == expected)
      #expect(random.next() == same.next())
    }
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = RandomResizedCrop(size: 0) }
    await #expect(processExitsWith: .failure) { _ = RandomResizedCrop(size: 1, scale: 0.5...2) }
    await #expect(processExitsWith: .failure) { _ = RandomResizedCrop(size: 1, ratio: 0...1) }
  }
}

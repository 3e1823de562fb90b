import Foundation
import Pictures

/// Numbers at places of a picture, shown as heat on the picture in dim grey.
struct HeatMap {
  /// `[height, width]`, 0 or more.
  let values: [Double]
  /// How many rows there are.
  let height: Int
  /// How many columns there are.
  let width: Int

  /// The map, enlarged to `picture` and laid over it; the largest value is the brightest.
  func over(_ picture: Picture) -> Picture {
    let largest = values.max() ?? 0
    let bytes = values.map { UInt8(largest > 0 ? (255 * max(0, $0) / largest).rounded() : 0) }
    let heat = Picture(channels: 1, height: height, width: width, bytes: bytes)
      .resized(height: picture.height, width: picture.width)
    let plane = picture.height * picture.width
    var result = [UInt8](repeating: 0, count: 3 * plane)
    for pixel in 0..<plane {
      let grey = (0..<picture.channels).reduce(0.0) {
        $0 + Double(picture.bytes[$1 * plane + pixel]) / Double(picture.channels)
      }
      let part = Double(heat.bytes[pixel]) / 255
      let colour = Self.colour(part)
      let cover = 0.9 * part.squareRoot()
      for channel in 0..<3 {
        let value = (1 - cover) * 0.6 * grey + cover * colour[channel]
        result[channel * plane + pixel] = UInt8(min(255, max(0, value.rounded())))
      }
    }
    return Picture(channels: 3, height: picture.height, width: picture.width, bytes: result)
  }

  /// From dark violet over red to light yellow, brighter all the way (as matplotlib's `inferno`).
  private static func colour(_ part: Double) -> [Double] {
    let stops: [[Double]] = [
      [0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164],
    ]
    let place = min(max(part, 0), 1) * Double(stops.count - 1)
    let low = min(Int(place), stops.count - 2)
    let rest = place - Double(low)
    return zip(stops[low], stops[low + 1]).map { $0 + rest * ($1 - $0) }
  }
}

import Pictures

extension Picture {
  /// The picture in grey under the colours of its pixels' classes, `[height, width]`.
  ///
  /// Pixels whose class has no colour, such as ignored ones, stay as they are. With `isShown` only
  /// the pixels where it is true have colours, stronger ones, and the others are pale, so that
  /// black, the usual colour of what is no object, is seen too.
  func overlaid(_ classes: [UInt8], colours: [[UInt8]], where isShown: [Bool]? = nil) -> Picture {
    let plane = height * width
    func own(_ pixel: Int, _ channel: Int) -> Double {
      Double(bytes[min(channel, channels - 1) * plane + pixel])
    }
    let cover = isShown == nil ? 0.55 : 0.8
    var result = [UInt8](repeating: 0, count: 3 * plane)
    for pixel in 0..<plane {
      let place = Int(classes[pixel])
      let colour = place < colours.count && isShown?[pixel] ?? true ? colours[place] : nil
      let grey = (own(pixel, 0) + own(pixel, 1) + own(pixel, 2)) / 3
      for channel in 0..<3 {
        let bare = isShown == nil ? own(pixel, channel) : 170 + grey / 3
        let value = colour.map { (1 - cover) * grey + cover * Double($0[channel]) } ?? bare
        result[channel * plane + pixel] = UInt8(min(255, value.rounded()))
      }
    }
    return Picture(channels: 3, height: height, width: width, bytes: result)
  }
}

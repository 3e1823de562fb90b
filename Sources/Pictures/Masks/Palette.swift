/// A colour that stands for a class.
public struct Color: Sendable, Hashable, Codable {
  /// How red it is, 0...255.
  public var red: UInt8
  /// How green it is, 0...255.
  public var green: UInt8
  /// How blue it is, 0...255.
  public var blue: UInt8

  /// The colour of the given parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Red, green and blue.
  public var parts: [UInt8] { [red, green, blue] }
}

/// Colours for the classes of published sets, by their numbers.
public enum Palette {
  /// The 256 colours of Pascal VOC, black for background and (224, 224, 192) for 255.
  ///
  /// A number's bits are dealt to red, green and blue in turn, its lowest three to the highest bit
  /// of each (`VOClabelcolormap` of VOC's development kit).
  public static let voc: [Color] = (0..<256).map { number in
    var parts: [UInt8] = [0, 0, 0]
    for bit in 0..<8 where number >> bit & 1 == 1 {
      parts[bit % 3] |= 0x80 >> UInt8(bit / 3)
    }
    return Color(red: parts[0], green: parts[1], blue: parts[2])
  }

  /// `colors`, and VOC's for the numbers behind them, 256 in all.
  public static func filled(_ colors: [Color]) -> [Color] {
    Array(colors.prefix(256)) + voc.dropFirst(colors.count)
  }

  /// The colours of Cityscapes' 19 classes, by train id.
  public static let cityscapes: [Color] = CityscapesLabel.trained.map(\.color)

  /// The colours of Cityscapes' 34 labels, by label id: for predictions as its server takes them.
  public static let cityscapesLabels: [Color] = CityscapesLabel.all.filter { $0.id >= 0 }
    .map(\.color)
}

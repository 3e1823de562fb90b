/// The operations that policies are made of, by their published names.
public enum AugmentationOperation: String, Sendable, Codable, CaseIterable {
  /// Leaves the picture as it is.
  case identity = "Identity"
  /// Moves rows, the more the lower they are.
  case shearX = "ShearX"
  /// Moves columns, the more the farther to the right they are.
  case shearY = "ShearY"
  /// Moves the picture sideways, by a number of pixels.
  case translateX = "TranslateX"
  /// Moves the picture up or down, by a number of pixels.
  case translateY = "TranslateY"
  /// Moves the picture sideways, by a part of its width.
  case translateXRel = "TranslateXRel"
  /// Moves the picture up or down, by a part of its height.
  case translateYRel = "TranslateYRel"
  /// Turns the picture about its middle.
  case rotate = "Rotate"
  /// Stretches each channel over all levels.
  case autoContrast = "AutoContrast"
  /// Makes a negative.
  case invert = "Invert"
  /// Makes each channel's levels equally frequent.
  case equalize = "Equalize"
  /// Makes a negative of what is bright.
  case solarize = "Solarize"
  /// Brightens what is dark.
  case solarizeAdd = "SolarizeAdd"
  /// Keeps the highest bits of each byte.
  case posterize = "Posterize"
  /// Mixes the picture with its mean grey, or away from it.
  case contrast = "Contrast"
  /// Mixes the picture with its greys, or away from them.
  case color = "Color"
  /// Mixes the picture with black, or away from it.
  case brightness = "Brightness"
  /// Mixes the picture with a smoothed one, or away from it.
  case sharpness = "Sharpness"
  /// Paints over a square at a random place.
  case cutout = "Cutout"

  /// Whether it can be more or less strong.
  public var hasMagnitude: Bool {
    ![.identity, .autoContrast, .invert, .equalize].contains(self)
  }

  /// Whether it moves the picture, to either side.
  var isMove: Bool {
    switch self {
    case .shearX, .shearY, .translateX, .translateY, .translateXRel, .translateYRel, .rotate: true
    default: false
    }
  }

  /// Whether it mixes the picture with a plainer one.
  var isEnhancement: Bool {
    switch self {
    case .contrast, .color, .brightness, .sharpness: true
    default: false
    }
  }
}

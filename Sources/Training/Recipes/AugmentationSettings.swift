import Networks
import Pictures

/// How a random part of each training picture is shown (Szegedy et al., 2015, section 6).
public struct RandomResizedCropSettings: Sendable, Hashable {
  /// Which part of the picture's area is shown, within 0...1.
  public var scale: ClosedRange<Double> = 0.08...1
  /// The width of what is shown, divided by its height.
  public var ratio: ClosedRange<Double> = (3 / 4)...(4 / 3)

  /// torchvision's ranges.
  public init() {}
}

/// How pictures are turned about their middle.
public struct RotationSettings: Sendable, Hashable {
  /// How new pixels are found.
  public enum Interpolation: String, Sendable, CaseIterable {
    /// The pixel that lies there.
    case nearest
    /// A weighted mean of the four around.
    case bilinear
  }

  /// What is seen beside the turned picture.
  public enum Fill: String, Sendable, CaseIterable {
    /// The mean colour, which the network is given as 0.
    case mean
    /// Black.
    case black
  }

  /// The largest angle, either way.
  public var degrees = 0.0
  /// How new pixels are found.
  public var interpolation = Interpolation.bilinear
  /// What is seen beside the picture.
  public var fill = Fill.mean

  /// An angle that is still to be said.
  public init() {}
}

/// How far brightness, contrast and saturation may be from 1, and the hue from 0, in turns.
public struct ColorJitterSettings: Sendable, Hashable {
  /// What bytes are multiplied by.
  public var brightness = 0.0
  /// How much of the picture is mixed with its mean grey.
  public var contrast = 0.0
  /// How much of the picture is mixed with its greys.
  public var saturation = 0.0
  /// How far the hue is moved, in turns, 0...0.5.
  public var hue = 0.0

  /// No change, to which settings add.
  public init() {}
}

/// How a rectangle of a picture is painted over (Zhong et al., 2020).
public struct ErasingSettings: Sendable, Hashable {
  /// What is painted.
  public enum Fill: String, Sendable, CaseIterable {
    /// The mean colour, which the network is given as 0.
    case mean
    /// Black.
    case black
    /// Normally distributed numbers with the mean and deviation that the network subtracts.
    case noise
  }

  /// How often something is painted.
  public var probability = 0.5
  /// Which part of the picture's area is painted over, within 0...1.
  public var scale: ClosedRange<Double> = 0.02...0.33
  /// The height of the rectangle, divided by its width.
  public var ratio: ClosedRange<Double> = 0.3...3.3
  /// What is painted.
  public var fill = Fill.mean

  /// torchvision's ranges, the mean colour.
  public init() {}
}

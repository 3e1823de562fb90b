import Pictures
import Settings

/// How pictures with the classes of their pixels are found and shown.
public struct MaskSettings: Sendable, Hashable {
  /// What of a picture is judged.
  public enum Judged: String, Sendable, CaseIterable {
    /// All of it, in its own size.
    case whole
    /// The middle of it, after its shorter side was brought to `data.size` (VOC's `crop_val` in
    /// VainF's code).
    case crop
  }

  /// The split to train on, such as `trainaug`; `nil` for `train`.
  public var training: String?
  /// The split to choose on; `nil` for `val`, where it is there.
  public var validation: String?
  /// The split to judge by; `nil` for `test`, where it is there with its masks.
  public var test: String?
  /// The folder of the masks within a set as VOC lays it out; `nil` for `SegmentationClass`.
  public var folder: String?
  /// The folder of SBD, `benchmark_RELEASE/dataset`, whose masks stand for those that VOC lacks.
  public var sbd: String?
  /// What the sides of training pictures are multiplied by before a part of them is cut out.
  public var scale: ClosedRange<Double> = 0.5...2
  /// What of a picture is judged.
  public var judged = Judged.whole

  /// The usual splits; half to twice the size.
  public init() {}
}

extension MaskSettings: Configurable {
  /// The keys of `masks`.
  public static var fields: [Field<Self>] {
    [
      Field("training", \.training),
      Field("validation", \.validation),
      Field("test", \.test),
      Field("folder", \.folder),
      Field("sbd", \.sbd),
      Field("scale", \.scaleEnds, in: Ends(0.1...10)),
      Field("judged", \.judged),
    ]
  }

  private var scaleEnds: [Double] {
    get { scale.ends }
    set { scale.ends = newValue }
  }
}

extension MaskSettings.Judged: SettingValue {}

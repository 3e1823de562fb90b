import CTorch

/// Where a tensor's elements are: `cpu`, `cuda` (the current one) or `cuda:1`.
public struct Device: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of device; the raw value is libtorch's `DeviceType`.
  public enum Kind: Int32, Sendable, CaseIterable {
    case cpu = 0
    case cuda = 1
  }

  /// What kind of device this is.
  public let kind: Kind
  /// Which one of its kind; `nil` for the current one.
  public let index: Int?

  /// The processor.
  public static let cpu = Device(kind: .cpu, index: nil)

  /// The GPU numbered `index`, from 0.
  public static func cuda(_ index: Int) -> Device { Device(kind: .cuda, index: index) }

  init(kind: Kind, index: Int?) {
    precondition((0...127).contains(index ?? 0), "a device's number is 0...127")
    self.kind = kind
    self.index = index
  }

  /// Reads `cpu`, `cuda` or `cuda:1`; `nil` for anything else.
  public init?(_ text: String) {
    switch text {
    case "cpu": self = .cpu
    case "cuda": self.init(kind: .cuda, index: nil)
    default:
      guard text.hasPrefix("cuda:"), let index = Int(text.dropFirst(5)), (0...127).contains(index)
      else { return nil }
      self.init(kind: .cuda, index: index)
    }
  }

  /// The name as PyTorch spells it, such as `cuda:1`.
  public var description: String {
    switch kind {
    case .cpu: "cpu"
    case .cuda: index.map { "cuda:\($0)" } ?? "cuda"
    }
  }

  var cIndex: Int32 { Int32(index ?? -1) }
}

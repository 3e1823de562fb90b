import Foundation

/// What the processor can do, as the kernel tells it.
public enum Processor {
  /// The maker's name of it.
  public static var name: String {
    value(of: ["model name", "Model name", "CPU part"]) ?? "unknown"
  }

  /// Whether it multiplies bf16 numbers by instructions of its own.
  public static var hasBF16: Bool {
    !features.isDisjoint(with: ["avx512_bf16", "amx_bf16", "bf16"])
  }

  /// Whether it has AVX-512, by which oneDNN imitates bf16 at about half the speed of fp32.
  ///
  /// Without, it falls back to code that is many times slower.
  static var hasAVX512: Bool { features.contains("avx512f") }

  private static var features: Set<Substring> {
    Set((value(of: ["flags", "Features"]) ?? "").split(separator: " "))
  }

  /// The first value in `/proc/cpuinfo` of one of `keys`.
  private static func value(of keys: [String]) -> String? {
    // Read to its end: the kernel does not tell the size of such a file beforehand.
    let data = try? FileHandle(forReadingAtPath: "/proc/cpuinfo")?.readToEnd()
    let text = String(decoding: data ?? Data(), as: UTF8.self)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      if keys.contains(parts[0].trimmingCharacters(in: .whitespaces)) {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }
}

/// The time since it was made.
struct Stopwatch {
  private var start = ContinuousClock.now

  /// Seconds.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Seconds; it starts anew.
  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { start = now }
    return (now - start) / .seconds(1)
  }
}

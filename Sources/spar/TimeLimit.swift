import ArgumentParser

/// How long a command may run: `90s`, `30m`, `2h`, `1d`, several of them, or `HH:MM:SS`.
struct TimeLimit: ExpressibleByArgument {
  /// The same as a duration.
  let duration: Duration

  /// Reads a limit; `nil` where it is written otherwise, is 0 or more than ten years.
  init?(argument: String) {
    guard let seconds = Self.clock(argument) ?? Self.units(argument), seconds > 0 else {
      return nil
    }
    duration = .seconds(seconds)
  }

  /// `HH:MM:SS`, as schedulers write it.
  private static func clock(_ text: String) -> Int? {
    guard let found = text.wholeMatch(of: /(\d{1,5}):([0-5]\d):([0-5]\d)/),
      let hours = Int(found.1), let minutes = Int(found.2), let seconds = Int(found.3)
    else { return nil }
    return 3600 * hours + 60 * minutes + seconds
  }

  /// Numbers with a unit each, such as `1h30m`.
  private static func units(_ text: String) -> Int? {
    guard text.wholeMatch(of: /(\d{1,8}[dhms])+/) != nil else { return nil }
    let sizes: [Substring: Int] = ["d": 86_400, "h": 3600, "m": 60, "s": 1]
    let total = text.matches(of: /(\d+)([dhms])/).reduce(0) { sum, part in
      sum + (Int(part.1) ?? 0) * (sizes[part.2] ?? 0)
    }
    return total > 315_360_000 ? nil : total
  }
}

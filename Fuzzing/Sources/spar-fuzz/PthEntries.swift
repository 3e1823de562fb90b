import CFuzzer

/// Changes of stored zip archives that leave their directories right: the first entry, which has the
/// pickle, is changed.
enum PthEntries {
  /// An archive whose first entry is changed; `nil` for another file.
  static func mutated(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
    var entries = split(bytes)
    guard let first = entries.first else { return nil }
    entries[0].data = changed(first.data, max(1, most - bytes.count + first.data.count))
    return join(entries)
  }

  private struct Entry {
    var name: [UInt8]
    var data: [UInt8]
  }

  /// The entries as far as each one's header tells its length (APPNOTE 4.3.7).
  private static func split(_ bytes: [UInt8]) -> [Entry] {
    func number(_ place: Int, _ size: Int) -> Int {
      (0..<size).reversed().reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
    }
    var entries: [Entry] = []
    var place = 0
    while place + 30 <= bytes.count, number(place, 4) == 0x0403_4b50 {
      let name = place + 30
      let data = name + number(place + 26, 2) + number(place + 28, 2)
      let end = data + number(place + 18, 4)
      guard end <= bytes.count else { break }
      entries.append(
        Entry(
          name: Array(bytes[name..<(name + number(place + 26, 2))]), data: Array(bytes[data..<end]))
      )
      place = end
    }
    return entries
  }

  private static func join(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let middle =
        little(10, 2) + [UInt8](repeating: 0, count: 10)
        + little(entry.data.count, 4) + little(entry.data.count, 4) + little(entry.name.count, 2)
      directory += little(0x0201_4b50, 4) + little(10, 2) + middle
      directory += [UInt8](repeating: 0, count: 12) + little(bytes.count, 4) + entry.name
      bytes += little(0x0403_4b50, 4) + middle + little(0, 2) + entry.name + entry.data
    }
    let counts = little(entries.count, 2) + little(entries.count, 2)
    let end = little(0x0605_4b50, 4) + little(0, 4) + counts
    return bytes + directory + end + little(directory.count, 4) + little(bytes.count, 4)
      + little(0, 2)
  }

  private static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

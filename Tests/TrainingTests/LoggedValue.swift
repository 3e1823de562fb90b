import Foundation
import Testing

@testable import Training

/// A value of an event file, read by what the formats say and not by what Spar writes with.
struct LoggedValue {
  struct Malformed: Error {}

  let step: Int
  let tag: String
  /// The fields of the message `Summary.Value`, by their numbers.
  let fields: [Int: Data]

  /// The number, where it is one.
  var scalar: Float? {
    fields[2].map { Float(bitPattern: $0.reversed().reduce(0) { $0 << 8 | UInt32($1) }) }
  }

  /// All values of the file at `path`; throws where a record's checks do not hold.
  static func all(_ path: String) throws -> [LoggedValue] {
    var data = try Data(contentsOf: URL(filePath: path))[...]
    var values: [LoggedValue] = []
    while !data.isEmpty {
      let length = try checked(&data, 8)
      let message = try checked(&data, Int(number(length)))
      let event = try fields(of: message)
      let step = event.first { $0.number == 2 }.map { Int(number($0.value)) } ?? 0
      for summary in event where summary.number == 5 {
        for value in try fields(of: summary.value) {
          let parts = try fields(of: value.value).map { ($0.number, $0.value) }
          let all = Dictionary(uniqueKeysWithValues: parts)
          let tag = String(decoding: all[1] ?? Data(), as: UTF8.self)
          values.append(LoggedValue(step: step, tag: tag, fields: all))
        }
      }
    }
    return values
  }

  /// Takes `count` bytes and their check off `data`.
  private static func checked(_ data: inout Data, _ count: Int) throws -> Data {
    guard data.count >= count + 4 else { throw Malformed() }
    let bytes = data.prefix(count)
    let crc = number(data.dropFirst(count).prefix(4))
    guard crc == CRC32C.masked(bytes) else { throw Malformed() }
    data = data.dropFirst(count + 4)
    return bytes
  }

  private static func number(_ bytes: Data) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The fields of a message in order; a varint's value is 8 bytes, lowest first.
  private static func fields(of message: Data) throws -> [(number: Int, value: Data)] {
    var message = message
    var fields: [(Int, Data)] = []
    while !message.isEmpty {
      let key = try varint(&message)
      let value: Data
      switch key & 7 {
      case 0: value = Data(littleEndian(try varint(&message)))
      case 1: value = message.prefix(8)
      case 2:
        let count = Int(try varint(&message))
        value = message.prefix(count)
      case 5: value = message.prefix(4)
      default: throw Malformed()
      }
      if key & 7 != 0 { message = message.dropFirst(value.count) }
      fields.append((Int(key >> 3), value))
    }
    return fields
  }

  private static func varint(_ message: inout Data) throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = message.popFirst() else { throw Malformed() }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed()
  }
}

extension TinyRun {
  /// The values of a run's event file.
  func events(_ name: String) throws -> [LoggedValue] {
    try LoggedValue.all("\(place(name))/\(EventFile.name)")
  }

  /// Checks that two runs told the same, times aside, and had every record at the same place.
  func expectSameEvents(_ left: String, _ right: String) throws {
    let events = try (left: events(left), right: events(right))
    #expect(events.left.map(\.tag) == events.right.map(\.tag))
    for (left, right) in zip(events.left, events.right) {
      #expect(left.step == right.step, "\(left.tag)")
      guard !left.tag.contains("time/") else { continue }
      #expect(left.fields == right.fields, "\(left.tag) of step \(left.step)")
    }
    let sizes = try [left, right].map {
      try Data(contentsOf: URL(filePath: "\(place($0))/\(EventFile.name)")).count
    }
    #expect(sizes[0] == sizes[1])
  }
}

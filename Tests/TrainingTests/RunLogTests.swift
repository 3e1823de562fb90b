import Foundation
import Support
import Testing

@testable import Training

struct RunLogTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/metrics.jsonl" }

  init() throws { folder = try TemporaryFolder() }

  private struct Entry: Encodable {
    var step: Int
    var loss = 0.5
  }

  private var text: String {
    get throws { String(decoding: try folder.read("metrics.jsonl"), as: UTF8.self) }
  }

  @Test func `an entry is a line of JSON, keys in order`() throws {
    let log = try RunLog(path, length: 0)
    try log.add(Entry(step: 1))
    try log.add(Entry(step: 2, loss: 0.1))
    #expect(try text == "{\"loss\":0.5,\"step\":1}\n{\"loss\":0.1,\"step\":2}\n")
    #expect(try log.length == UInt64(text.utf8.count))
  }

  @Test func `an opened log is cut to its checkpoint's length, and goes on from there`() throws {
    let log = try RunLog(path, length: 0)
    try log.add(Entry(step: 1))
    let length = try log.length
    try log.add(Entry(step: 2))
    try log.add(Entry(step: 3))
    let resumed = try RunLog(path, length: length)
    #expect(try text == "{\"loss\":0.5,\"step\":1}\n")
    try resumed.add(Entry(step: 4))
    #expect(try text == "{\"loss\":0.5,\"step\":1}\n{\"loss\":0.5,\"step\":4}\n")
  }

  @Test func `a log that is shorter than its checkpoint says is refused`() throws {
    try folder.write("short\n".utf8, to: "metrics.jsonl")
    let error = #expect(throws: TrainingError.self) { try RunLog(path, length: 100) }
    let message = try #require(error?.description)
    #expect(message.contains("cannot resume \(path)"))
    #expect(message.contains("6 bytes found, 100"))
    #expect(try text == "short\n")
  }

  @Test func `numbers that are none are written as words`() throws {
    let log = try RunLog(path, length: 0)
    try log.add(Entry(step: 1, loss: .infinity))
    try log.add(Entry(step: 2, loss: .nan))
    #expect(try text == "{\"loss\":\"inf\",\"step\":1}\n{\"loss\":\"nan\",\"step\":2}\n")
  }

  @Test func `a log that cannot be written is told by its name`() throws {
    let error = #expect(throws: TrainingError.self) {
      try RunLog("\(folder.path)/nowhere/metrics.jsonl", length: 0)
    }
    #expect(error?.description.contains("\(folder.path)/nowhere/metrics.jsonl") == true)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    let full = #expect(throws: TrainingError.self) {
      try RunLog(path, length: 0).add(Entry(step: 1))
    }
    #expect(full?.description.contains("cannot write \(path)") == true)
  }
}

import Foundation
import Pictures
import Support
import Testing

@testable import Training

struct EventFileTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/events" }

  init() throws { folder = try TemporaryFolder() }

  /// The values of Golden/logs_format.py, in its order.
  private static let values: [(String, [Double])] = [
    ("moves/even", (0..<1000).map { Double($0 % 64 - 20) / 64 }),
    ("moves/one", [0.25]),
    ("moves/zeros", [0, 0, 0, 0, 0]),
    ("moves/edges", [-0x1p40, -1e-12, 0, 1e-12, 1.1e-12, 0x1p-30, 0x1p40]),
    ("moves/beyond", [0x1p70, 0.5, 0.5]),
    ("moves/below", [-0.75, -0.5, -0.5, -0x1p-20]),
  ]

  /// The one PNG file among the bytes of `data`.
  private func png(in data: Data) throws -> [UInt8] {
    let start = try #require(data.firstRange(of: [0x89] + Data("PNG".utf8))).lowerBound
    let end = try #require(data.firstRange(of: Data("IEND".utf8))).upperBound + 4
    return Array(data[start..<end])
  }

  private func clock() -> () -> Double {
    var time = 999.0
    return {
      time += 1
      return time
    }
  }

  @Test func `every byte is the one that PyTorch's and TensorBoard's writers make`() throws {
    let golden = try Data(contentsOf: URL(filePath: "\(Golden.folder)/logs/torch.tfevents"))
    let file = try EventFile(path, length: 0, now: clock())
    let scalars: [(String, Float)] = [("loss", 0.1), ("zero", 0), ("less", -1e30)]
    for (step, (name, value)) in scalars.enumerated() {
      try file.add([Summary(tag: "train/\(name)", value: .scalar(value))], at: step)
    }
    let text = Summary(tag: "recipe", value: .text("```yaml\nname: \"größe\"\n```\n"))
    try file.add([text], at: 200)
    let image = Summary.Value.image(png: try png(in: golden), shape: [3, 5, 7])
    try file.add([Summary(tag: "pictures/training", value: image)], at: 1 << 40)
    for (tag, values) in Self.values {
      let histogram = try #require(Histogram(of: values))
      try file.add([Summary(tag: tag, value: .histogram(histogram))], at: 300)
    }
    let written = try Data(folder.read("events"))
    #expect(written.count == golden.count)
    let first = zip(written, golden).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(first == nil, "byte \(first?.offset ?? 0) differs")
  }

  @Test func `the picture of PyTorch's writer has the bytes it was given`() throws {
    let golden = try Data(contentsOf: URL(filePath: "\(Golden.folder)/logs/torch.tfevents"))
    let picture = try ImageFile(bytes: png(in: golden), name: "golden").picture()
    let bytes = (0..<105).map { UInt8(truncatingIfNeeded: $0 * 37) }
    #expect(picture == Picture(channels: 3, height: 5, width: 7, bytes: bytes))
  }

  @Test func `several values share an event`() {
    let values = [("a", 1), ("b", 2)].map { Summary(tag: $0, value: .scalar($1)) }
    let event = Event(time: 0, step: 3, content: .summary(values))
    let a: [UInt8] = [0x0a, 8, 0x0a, 1, 0x61, 0x15, 0, 0, 0x80, 0x3f]
    let b: [UInt8] = [0x0a, 8, 0x0a, 1, 0x62, 0x15, 0, 0, 0, 0x40]
    #expect(event.message == [0x10, 3, 0x2a, 20] + a + b)
  }

  @Test func `a resumed file is cut to its checkpoint's length and goes on`() throws {
    let file = try EventFile(path, length: 0, now: clock())
    #expect(file.isNew)
    try file.add([Summary(tag: "kept", value: .scalar(1))], at: 1)
    let length = try file.length
    try file.add([Summary(tag: "dropped", value: .scalar(2))], at: 2)
    let resumed = try EventFile(path, length: length)
    #expect(!resumed.isNew)
    #expect(try resumed.length == length)
    try resumed.add([Summary(tag: "new", value: .scalar(3))], at: 2)
    let text = String(decoding: try folder.read("events"), as: UTF8.self)
    #expect(text.contains("kept") && text.contains("new") && !text.contains("dropped"))
    #expect(text.ranges(of: "brain.Event:2").count == 1)
  }

  @Test func `nothing to tell is no event`() throws {
    let file = try EventFile(path, length: 0)
    let length = try file.length
    try file.add([], at: 1)
    #expect(try file.length == length)
  }
}

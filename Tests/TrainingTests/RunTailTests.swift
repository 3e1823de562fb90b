import Support
import Testing

@testable import Training

struct RunTailTests {
  @Test(arguments: [10, 30_000])
  func `a log's last line tells of the end however long it is`(length: Int) throws {
    let folder = try TemporaryFolder()
    let words = String(repeating: "x", count: length)
    let lines = """
      {"kind":"step","step":7}
      {"kind":"final","step":8,"words":"\(words)"}

      """
    let path = try folder.write(lines.utf8, to: "log.jsonl")
    #expect(RunTail(path).isFinished && RunTail(path).step == 8)
    let cut = try folder.write(lines.dropLast().utf8, to: "cut.jsonl")
    #expect(!RunTail(cut).isFinished && RunTail(cut).step == 7)
  }
}

import Support
import Testing

/// `spar convert` as a person runs it.
struct ConvertCommandTests {
  @Test func `a file with code in it is refused by the code's name, with exit status 2`() throws {
    let folder = try TemporaryFolder()
    let pickle = "\u{80}\u{2}cposix\nsystem\n.".unicodeScalars.map { UInt8($0.value) }
    let magic: [UInt8] = [
      0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
    ]
    let version: [UInt8] = [0x80, 2, 0x4d, 0xe9, 3, 0x2e]
    let path = try folder.write(magic + version + [0x80, 2, 0x7d, 0x2e] + pickle, to: "bad.pth")
    let outcome = try Command(["convert", path, "\(folder.path)/out.safetensors"]).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("the global 'posix.system'"))
    #expect(outcome.errors.contains("bad.pth"))
    #expect(outcome.output.isEmpty)
  }

  @Test func `inside a run's folder a checkpoint's card tells of the run`() throws {
    let work = try Workplace()
    #expect(try work.train("a", "epochs=1").status == 0)
    let inside = "\(work.place("a"))/checkpoints"
    let outcome = try Command(["convert", "best", "../../hub"], in: inside).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let card = String(decoding: try work.folder.read("hub/README.md"), as: UTF8.self)
    #expect(card.contains("train fashion-mnist-resnet20-plain --run \(work.place("a"))"))
    #expect(card.contains("On the test pictures, after 5 steps.\n\n| | top-1 |"), "\(card)")
  }

  @Test func `PyTorch's form is not written, and what to do instead is told`() throws {
    let outcome = try Command(["convert", "a.safetensors", "b.pth"]).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("end it in .safetensors"))
  }
}

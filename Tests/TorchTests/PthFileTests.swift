import Foundation
import Support
import Testing

@testable import Torch

/// Files of `torch.save` that `Golden/pth_format.py` wrote, and such as no one should load.
@Suite struct PthFileTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")
  private static let golden = folder.appending(path: "pth_format.safetensors").path

  private func path(_ name: String) -> String {
    Self.folder.appending(path: "pth/\(name).pth").path
  }

  @Test(arguments: [
    "types", "strided", "strided_legacy", "nested", "nested_legacy", "ordered", "ordered_legacy",
    "bare", "bare_legacy",
  ])
  func `tensors of a file are those that PyTorch saved, bit for bit`(name: String) throws {
    let file = try PthFile(path(name))
    let expected = try SafetensorsFile(Self.golden)
    let prefix = name.replacing("_legacy", with: "") + "."
    let names = expected.names.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
    #expect(file.names.sorted() == names.map(String.init).sorted())
    for name in file.names {
      let tensor = try file.tensor(name)
      let right = try expected.tensor(prefix + name)
      #expect(tensor.shape == right.shape, "\(name)")
      #expect(try tensor.bytes() == right.bytes(), "\(name)")
    }
  }

  @Test func `a file's types are those of its storages`() throws {
    let file = try PthFile(path("types"))
    for name in file.names { #expect(try file.tensor(name).dtype.description == name) }
  }

  @Test func `a tensor is a view of the file, which nothing written to it changes`() throws {
    let folder = try ScratchFiles()
    let copy = folder.path("copy.pth")
    try FileManager.default.copyItem(atPath: path("strided"), toPath: copy)
    let before = FileManager.default.contents(atPath: copy)
    var tensors: [Tensor] = []
    do {
      let file = try PthFile(copy)
      tensors = [try file.tensor("base"), try file.tensor("row")]
    }
    try tensors[0].addInPlace(1)
    // Tensors of one storage share it, as in PyTorch.
    #expect(try tensors[1].elements(Float.self) == (0..<6).map { Float(36 + $0 + 1) })
    #expect(FileManager.default.contents(atPath: copy) == before)
  }

  @Test func `safetensors whose header's length is a pickle's beginning are not taken for one`()
    throws
  {
    let folder = try ScratchFiles()
    let path = folder.path("weights")
    try save(["w": .zeros([1])], metadata: ["x": String(repeating: "y", count: 558)], to: path)
    let begin = try #require(FileManager.default.contents(atPath: path)).prefix(2)
    #expect(Array(begin) == [0x80, 2])
    #expect(!PthFile.isOne(path) && PthFile.isOne(self.path("bare_legacy")))
  }

  @Test(
    arguments: [
      ("a.weights", [0x80, 5, 0x4e, 0x2e], "it is a pickle that torch.save did not write"),
      ("a.pth", Array("<html>".utf8), "is no file of torch.save"), ("b.PT", [], "is no file of"),
      ("none.pth.tar", nil, "cannot be read"),
    ] as [(String, [UInt8]?, String)])
  func `other files that are taken for PyTorch's, by their bytes or name, are called what they are`(
    name: String, bytes: [UInt8]?, text: String
  ) throws {
    let folder = try ScratchFiles()
    let path = folder.path(name)
    let blanks = Data(repeating: 32, count: 8)
    if let bytes { try (Data(bytes) + blanks).write(to: URL(filePath: path)) }
    #expect(PthFile.isOne(path))
    let error = try #require(throws: PthError.self) { try PthFile(path) }
    #expect(error.description.contains(text), "\(error)")
  }

  @Test func `safetensors are taken for what they are whatever they are called`() throws {
    let folder = try ScratchFiles()
    let path = folder.path("weights.bin")
    try save(["w": .zeros([1])], to: path)
    #expect(!PthFile.isOne(path) && !PthFile.isOne(folder.path("none.safetensors")))
  }

  @Test func `what is not stored as torch does is refused with what to do`() throws {
    let path = path("compressed")
    let error = try #require(throws: PthError.self) { try PthFile(path) }
    #expect(error.description.contains("is compressed, torch.save stores them"))
  }

  @Test(arguments: [
    ("refused-system", "the global 'os.system'"), ("refused-posix", "the global 'posix.system'"),
    ("refused-eval", "the global '__builtin__.eval'"),
    ("refused-object", "the opcode NEWOBJ (0x81)"), ("refused-instance", "the opcode INST (0x69)"),
    ("refused-kind", "the global 'torch.QInt8Storage'"),
  ])
  func `code in a file is refused by its name, and nothing runs`(
    seed: String, what: String
  ) throws {
    let path = Self.folder.deletingLastPathComponent()
      .appending(path: "Fuzzing/Seeds/pth/\(seed)").path
    let error = try #require(throws: PthError.self) { try PthFile(path) }
    guard case .refused(path, what, _) = error else { throw error }
    #expect(error.description.contains("nothing was executed"))
  }

  @Test(arguments: [
    ("refused-outside", "ends with element 7 of storage '0', which has 6"),
    ("refused-expanded", "repeats a few elements so often that it is larger than the file"),
    ("refused-key", "entry 'a/data/../../1': is missing"),
    ("refused-bounds", "has no header at byte 1073741824"),
    ("refused-sizes", "has 1073741824 bytes from"),
    ("refused-cut", "the archive has no end record"), ("refused-big", "byte order is 'big'"),
    ("refused-legacy-big", "its byte order is big-endian"),
    ("refused-count", "has 24 bytes, the storage is of 7 float32"),
    ("refused-program", "it is a TorchScript program"), ("refused-depth", "deeper than 64"),
    ("refused-again", "the same things over and over"), ("refused-name", "another name"),
    ("refused-copies", "byte 1057 of its pickle: it holds the same things over and over"),
    ("refused-keys", "its pickle: it holds the same things over and over"),
    ("refused-shapes", "it holds the same things over and over"),
    ("refused-dimensions", "a tensor of 65 dimensions, allowed are 64"),
  ])
  func `damage is named with its place`(seed: String, text: String) throws {
    let path = Self.folder.deletingLastPathComponent()
      .appending(path: "Fuzzing/Seeds/pth/\(seed)").path
    let error = try #require(throws: PthError.self) { try PthFile(path) }
    #expect(error.description.hasPrefix(path))
    #expect(error.description.contains(text), "\(error)")
  }
}

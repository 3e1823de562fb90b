import FileChecks
import Foundation
import Support
import Testing

/// The seeds of `Fuzzing/`, and what must hold for every file.
@Suite struct FileCheckTests {
  private static let seeds = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzzing/Seeds").path

  private func seeds(of check: FileCheck) throws -> [(name: String, bytes: [UInt8])] {
    let folder = "\(Self.seeds)/\(check.name)"
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      ($0, try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\($0)"))))
    }
  }

  @Test(arguments: FileCheck.all)
  func `every seed is read or refused, as its name tells`(check: FileCheck) throws {
    let folder = try TemporaryFolder()
    var refusals: Set<String> = []
    for (name, bytes) in try seeds(of: check) {
      let outcome = try check.run(bytes, in: folder.path)
      switch outcome {
      case .read: #expect(!name.hasPrefix("refused-"), "\(name) was read")
      case .refused(let text):
        #expect(!name.hasPrefix("read-"), "\(name): \(text)")
        refusals.insert(text)
      }
    }
    #expect(!refusals.isEmpty)
  }

  @Test(arguments: FileCheck.all)
  func `a seed that is cut anywhere, or has a byte more, breaks nothing`(check: FileCheck) throws {
    let folder = try TemporaryFolder()
    for (_, bytes) in try seeds(of: check) where bytes.count <= 4_096 {
      for count in stride(from: 0, to: bytes.count, by: 1 + bytes.count / 40) {
        _ = try check.run(Array(bytes[..<count]), in: folder.path)
      }
      _ = try check.run(bytes + [0], in: folder.path)
    }
  }

  @Test func `there is a folder of seeds for every check, and no other`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.seeds)
    #expect(folders.sorted() == FileCheck.all.map(\.name))
  }
}

import Foundation
import Support
import Testing

@testable import Fetching

struct ChecksumTests {
  @Test(arguments: [
    // FIPS 180-4's examples, by NIST.
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `a file's checksum is the SHA-256 of its bytes`(text: String, expected: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text.utf8, to: "a")
    var done = 0
    #expect(try Checksum.ofFile(file) { done = $0 } == expected)
    #expect(done == text.utf8.count)
  }

  @Test func `a file that is not there has none`() {
    #expect(throws: FetchError.self) { try Checksum.ofFile("/nowhere/a") { _ in } }
  }
}

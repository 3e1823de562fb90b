/// A kind of file that is read, and what must hold whatever bytes it has.
///
/// The fuzzers of `Fuzzing/` run these on bytes they make up, and tests on `Fuzzing/Seeds`. Checked
/// besides what is said of each: nothing crashes, and an error is one of the library's own that
/// names the file.
public struct FileCheck: Sendable {
  /// What the check and its folder of seeds are called.
  public let name: String
  /// More bytes than this are not worth trying.
  public let longest: Int
  let body: @Sendable ([UInt8], Workplace) throws -> Outcome

  /// What became of a file.
  public enum Outcome: Equatable, Sendable {
    /// It was read.
    case read
    /// It was refused, with this text.
    case refused(String)
  }

  /// All of them, in the order of their names.
  public static let all: [FileCheck] = [
    cifar, config, exif, idx, jpeg, list, mask, memory, overrides, png, pth, recipe,
    safetensors, sbd, tar,
  ]

  /// Reads `bytes` as such a file, making what files it needs in `folder`.
  ///
  /// - Throws: `Violation` where something does not hold.
  public func run(_ bytes: [UInt8], in folder: String) throws -> Outcome {
    try body(bytes, Workplace(folder: folder))
  }
}

/// Something that must hold, and does not.
public struct Violation: Error, CustomStringConvertible {
  /// What was found, and what should have been.
  public let description: String
}

/// Throws a `Violation` where `condition` does not hold.
func require(_ condition: Bool, _ text: @autoclosure () -> String) throws {
  if !condition { throw Violation(description: text()) }
}

/// What becomes of the files called `names` when `read` reads them.
///
/// - Throws: `Violation`, where `read` does, where its error is not of `kinds`, or where the
///   error's text has none of `names` in it.
func outcome(
  of names: String..., refusedBy kinds: [any Error.Type], _ read: () throws -> Void
) throws -> FileCheck.Outcome {
  do {
    try read()
    return .read
  } catch let violation as Violation {
    throw violation
  } catch {
    let text = "\(error)"
    try require(kinds.contains { $0 == type(of: error) }, "an error of another kind: \(text)")
    try require(names.contains { text.contains($0) }, "an error that names no file: \(text)")
    return .refused(text)
  }
}

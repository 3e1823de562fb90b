import Glibc

/// A regular file of at least eight bytes, mapped for reading until the last reference goes.
///
/// Its pages may be written to: they are then copies of this process, and the file stays as it is.
final class ReadOnlyMapping: Sendable {
  /// The whole file.
  ///
  /// Safe to share between threads: nothing here writes it, nor unmaps it before `deinit`; tensors
  /// that are views of it are written by the one thread that makes tensor calls.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Throws: `SafetensorsError.cannotOpen` or `.tooSmall`.
  init(_ path: String) throws {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SafetensorsError.cannotOpen(file: path, cause: "it is not a regular file")
    }
    let count = Int(status.st_size)
    guard count >= SafetensorsFormat.prefixLength else {
      throw SafetensorsError.tooSmall(file: path, found: count)
    }
    let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else { throw Self.failure(path) }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
  }

  private static func failure(_ path: String) -> SafetensorsError {
    .cannotOpen(file: path, cause: systemErrorText())
  }
}

/// The words for the calling thread's last system error.
func systemErrorText() -> String {
  let code = errno
  var text = [CChar](repeating: 0, count: 256)
  // The thread-safe form; `strerror` may share one buffer between threads.
  guard strerror_r(code, &text, text.count - 1) == 0 else { return "error \(code)" }
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

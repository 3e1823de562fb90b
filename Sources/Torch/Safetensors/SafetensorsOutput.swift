import Glibc

/// A file being written beside its place; it takes the place when finished, else it is removed.
final class SafetensorsOutput {
  private let file: String
  /// Where the bytes go until finished; `nil` where they go straight to `file`.
  private let temporary: String?
  private let wanted: Int
  private var written = 0
  private var descriptor: Int32
  private var isFinished = false

  /// Begins a file of `wanted` bytes at `file`.
  ///
  /// - Throws: `SafetensorsError.cannotCreate`.
  init(_ file: String, wanted: Int) throws {
    self.file = file
    self.wanted = wanted
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = open(file, O_WRONLY | O_CLOEXEC)
    } else {
      let mark = String(UInt64.random(in: .min ... .max), radix: 36)
      let beside = "\(file).\(mark).partial"
      temporary = beside
      descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else {
      throw SafetensorsError.cannotCreate(file: file, cause: systemErrorText())
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let temporary, !isFinished { unlink(temporary) }
  }

  /// Writes all of `bytes`, in as many goes as the system needs.
  ///
  /// - Throws: `SafetensorsError.cannotWrite`.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(systemErrorText()) }
      guard count > 0 else { throw failure("the system took no bytes") }
      written += count
      rest = rest.dropFirst(count)
    }
  }

  /// Closes the file and moves it to its place; `flushed` waits for the disk, folder included.
  ///
  /// - Throws: `SafetensorsError.cannotWrite`.
  func finish(flushed: Bool) throws {
    if flushed { try require(fsync(descriptor)) }
    let result = close(descriptor)
    descriptor = -1
    try require(result)
    guard let temporary else { return }
    try require(rename(temporary, file))
    isFinished = true
    if flushed { try flushFolder() }
  }

  private func flushFolder() throws {
    let end = file.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { String(file[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try require(descriptor)
    defer { close(descriptor) }
    try require(fsync(descriptor))
  }

  private func require(_ result: Int32) throws {
    guard result >= 0 else { throw failure(systemErrorText()) }
  }

  private func failure(_ cause: String) -> SafetensorsError {
    .cannotWrite(file: file, written: written, wanted: wanted, cause: cause)
  }
}

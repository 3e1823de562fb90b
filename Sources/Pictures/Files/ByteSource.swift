import Foundation

/// Bytes that are read once, front to back.
protocol ByteSource: AnyObject {
  /// The path of the file they come from.
  var file: String { get }
  /// What a user can do about a bad file.
  var advice: String { get }
  /// Refuses a source that cannot hold `count` bytes; called before memory is taken for them.
  func expect(_ count: Int) throws
  /// Fills `buffer` as far as the bytes last, and says how many came.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
  /// Refuses a source that has more than the `count` bytes read so far, or a bad ending.
  func expectEnd(after count: Int) throws
}

extension ByteSource {
  /// The next `count` bytes, of which the first is at `offset`.
  ///
  /// - Throws: `PicturesError.truncated` where there are fewer.
  func bytes(_ count: Int, at offset: Int) throws -> [UInt8] {
    let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = try read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count])))
    }
    guard bytes.count == count else {
      throw PicturesError.truncated(
        file: file, found: offset + bytes.count, expected: offset + count, advice: advice)
    }
    return bytes
  }
}

/// The bytes of `file`, inflated where its first bytes are gzip's.
func openBytes(_ file: String, advice: String) throws -> any ByteSource {
  let plain = try PlainFile(file, advice: advice)
  return try plain.startsWithGzip() ? GzipFile(plain) : plain
}

/// The bytes of a file as they are.
final class PlainFile: ByteSource {
  let file: String
  let advice: String
  /// The size of the file, in bytes.
  let size: Int
  /// How many bytes have been read.
  private(set) var offset = 0
  private let handle: FileHandle

  /// Opens a regular file.
  init(_ file: String, advice: String) throws {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? PicturesError.missing(file: file, advice: advice)
        : PicturesError.unreadable(file: file, cause: systemError(), advice: advice)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw PicturesError.unreadable(file: file, cause: systemError(), advice: advice)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PicturesError.unreadable(file: file, cause: "it is not a file", advice: advice)
    }
    self.file = file
    self.advice = advice
    size = Int(status.st_size)
  }

  func expect(_ count: Int) throws {
    if size < count {
      throw PicturesError.truncated(file: file, found: size, expected: count, advice: advice)
    }
    if size > count {
      throw PicturesError.tooLong(file: file, found: size, expected: count, advice: advice)
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let came = Glibc.read(handle.fileDescriptor, rest.baseAddress, rest.count)
      if came == 0 { break }
      if came > 0 {
        filled += came
      } else if errno != EINTR {
        throw PicturesError.unreadable(file: file, cause: systemError(), advice: advice)
      }
    }
    offset += filled
    return filled
  }

  /// Nothing to do: `expect` knew the size.
  func expectEnd(after count: Int) {}

  /// Whether the first bytes are those of gzip (RFC 1952, 2.3.1).
  fileprivate func startsWithGzip() throws -> Bool {
    var start: (UInt8, UInt8) = (0, 0)
    let came = pread(handle.fileDescriptor, &start, 2, 0)
    guard came >= 0 else {
      throw PicturesError.unreadable(file: file, cause: systemError(), advice: advice)
    }
    return came == 2 && start == (0x1f, 0x8b)
  }
}

/// What the last failed system call says about it.
private func systemError() -> String { String(cString: strerror(errno)) }

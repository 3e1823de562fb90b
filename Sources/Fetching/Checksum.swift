import CCrypto
import Foundation

/// The SHA-256 of bytes that come in pieces (FIPS 180-4).
final class Checksum {
  private let context: OpaquePointer?
  private var isRunning: Bool

  /// That of no bytes.
  init() {
    context = EVP_MD_CTX_new()
    isRunning = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes the next bytes.
  func take(_ bytes: UnsafeRawBufferPointer) {
    isRunning = isRunning && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
  }

  /// The checksum of all bytes taken, in hexadecimal digits; ends the taking.
  func text() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    guard isRunning, EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
      return "not to be had from OpenSSL"
    }
    isRunning = false
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The checksum of the file at `path`; `progress` is called with the bytes read so far.
  ///
  /// - Throws: `FetchError.cannotRead`; what `progress` throws.
  static func ofFile(_ path: String, progress: (Int) throws -> Void) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FetchError.cannotRead(path, cause: systemError()) }
    defer { close(descriptor) }
    let checksum = Checksum()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var done = 0
    while true {
      let came = read(descriptor, buffer.baseAddress, buffer.count)
      if came < 0, errno == EINTR { continue }
      guard came >= 0 else { throw FetchError.cannotRead(path, cause: systemError()) }
      if came == 0 { return checksum.text() }
      checksum.take(UnsafeRawBufferPointer(rebasing: buffer[..<came]))
      done += came
      try progress(done)
    }
  }
}

/// What the last failed system call says about it.
func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

import Foundation
import Pictures
import Randomness
import Testing

struct IDXTests {
  let folder: TemporaryFolder
  let whole = idx([2, 2, 3], Array(1...12))

  init() throws { folder = try TemporaryFolder() }

  @Test func `a plain file gives its shape and elements`() throws {
    let read = try IDX(file: folder.write(whole, to: "a"), dimensions: 3, advice: "")
    #expect(read.shape == [2, 2, 3])
    #expect(read.bytes == Array(1...12))
  }

  @Test func `a gzip file gives the same, whatever it is called`() throws {
    let read = try IDX(file: folder.write(gzip(whole), to: "a"), dimensions: 3, advice: "")
    #expect(read.shape == [2, 2, 3])
    #expect(read.bytes == Array(1...12))
  }

  @Test func `a gzip file larger than one read of its input is read whole`() throws {
    var random = Seed(1).stream
    let elements = (0..<400_000).map { _ in UInt8(random.below(256)) }
    let packed = gzip(idx([400_000], elements))
    #expect(packed.count > 1 << 17)
    let file = try folder.write(packed, to: "a")
    #expect(try IDX(file: file, dimensions: 1, advice: "").bytes == elements)
  }

  @Test func `a missing file is named with what to do`() throws {
    let file = folder.path + "/none"
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .missing(file: file, advice: "Do."))
  }

  @Test func `a folder and a pipe are not read as files`() throws {
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for file in [folder.path, pipe] {
      let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
      #expect(error == .unreadable(file: file, cause: "it is not a file", advice: "Do."))
    }
  }

  @Test(arguments: [0, 3, 7, 15, 16, 27])
  func `a file cut short anywhere is refused`(length: Int) throws {
    let file = try folder.write(Array(whole[..<length]), to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    let expected = length < 4 ? 4 : length < 16 ? 16 : 28
    #expect(error == .truncated(file: file, found: length, expected: expected, advice: "Do."))
  }

  @Test func `a file with a byte too many is refused`() throws {
    let file = try folder.write(whole + [0], to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .tooLong(file: file, found: 29, expected: 28, advice: "Do."))
  }

  @Test func `another magic number is shown beside the one expected`() throws {
    let file = try folder.write(idx([3], [1, 2, 3]), to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(
      error
        == .wrongMagic(file: file, found: [0, 0, 8, 1], expected: [0, 0, 8, 3], advice: "Do."))
  }

  @Test func `a dimension of zero is refused at its offset`() throws {
    let file = try folder.write(idx([2, 0, 3], []), to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .emptyDimension(file: file, offset: 8, advice: "Do."))
  }

  @Test func `a plain header that promises more than any file holds is refused`() throws {
    let most = Int(UInt32.max)
    let file = try folder.write(idx([most, most, most], []), to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .truncated(file: file, found: 16, expected: .max, advice: "Do."))
  }
}

extension IDXTests {
  @Test func `a gzip header that promises more than the file can hold is refused`() throws {
    let packed = gzip(idx([1 << 30, 2, 3], [1, 2]))
    let file = try folder.write(packed, to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(
      error
        == .promisesTooMuch(
          file: file, expected: 6 * (1 << 30) + 16, limit: 1032 * packed.count, advice: "Do."))
  }

  @Test func `a gzip file that inflates beyond its header's promise is refused`() throws {
    let packed = gzip(idx([2, 2, 3], [UInt8](repeating: 0, count: 1 << 20)))
    let file = try folder.write(packed, to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .inflatesBeyond(file: file, expected: 28, advice: "Do."))
  }

  @Test func `a gzip file that inflates to less than promised is refused`() throws {
    let file = try folder.write(gzip(Array(whole.dropLast())), to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(error == .truncated(file: file, found: 27, expected: 28, advice: "Do."))
  }

  @Test func `a gzip file cut off in its data or check sum is refused`() throws {
    let packed = gzip(whole)
    for length in [2, 12, packed.count - 1] {
      let file = try folder.write(Array(packed[..<length]), to: "a")
      let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
      #expect(
        error
          == .gzipCorrupt(
            file: file, offset: length, cause: "the file ends within its data", advice: "Do."))
    }
  }

  @Test func `a gzip file with a changed byte is refused`() throws {
    let packed = gzip(whole)
    for place in [2, 10, packed.count - 8, packed.count - 1] {
      var changed = packed
      changed[place] ^= 0xff
      let file = try folder.write(changed, to: "a")
      let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
      guard case .gzipCorrupt(file, let offset, _, "Do.") = error else {
        Issue.record("byte \(place): \(String(describing: error))")
        continue
      }
      #expect(offset <= packed.count)
    }
  }

  @Test func `bytes after a gzip file's end are refused`() throws {
    let packed = gzip(whole)
    let file = try folder.write(packed + [1, 2, 3], to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(
      error
        == .gzipCorrupt(
          file: file, offset: packed.count, cause: "the file goes on after the end of its data",
          advice: "Do."))
  }

  @Test func `a byte after a gzip file that fills one read of its input is refused`() throws {
    let short = gzip(whole)
    // A file name in the header (flag 8) brings the data's end to the end of a read.
    let name = [UInt8](repeating: 97, count: (1 << 16) - short.count - 1) + [0]
    let packed = Array(short[..<3]) + [8] + Array(short[4..<10]) + name + Array(short[10...])
    let good = try folder.write(packed, to: "good")
    #expect(try IDX(file: good, dimensions: 3, advice: "").bytes == Array(1...12))
    let file = try folder.write(packed + [1], to: "a")
    let error = picturesError { _ = try IDX(file: file, dimensions: 3, advice: "Do.") }
    #expect(
      error
        == .gzipCorrupt(
          file: file, offset: 1 << 16, cause: "the file goes on after the end of its data",
          advice: "Do."))
  }
}

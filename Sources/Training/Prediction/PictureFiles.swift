import Foundation
import Pictures

/// Picture files in a given order, without classes; decoded when they are asked for.
struct PictureFiles: PictureSet {
  /// Where they are.
  let paths: [String]
  /// How they are decoded.
  let decoding: ImageDecoding
  /// Where damaged ones are noted, and a black picture passed on; `nil` throws what is wrong.
  let damaged: DamagedFiles?

  var count: Int { paths.count }
  var classes: [String] { [] }
  var description: String { "\(count) pictures" }

  func label(at index: Int) -> Int { 0 }

  func sample(at index: Int) throws -> Sample {
    do {
      let picture = try ImageFile(paths[index]).picture(decoding)
      return Sample(picture: picture, label: 0, index: index)
    } catch {
      guard let damaged else { throw error }
      damaged.note(index, String(describing: error))
      let black = [UInt8](repeating: 0, count: decoding.channels)
      let picture = Picture(channels: decoding.channels, height: 1, width: 1, bytes: black)
      return Sample(picture: picture, label: 0, index: index)
    }
  }
}

/// What is wrong with some of the files; any thread may note it.
///
/// `@unchecked`: `found` is touched only while `lock` is held.
final class DamagedFiles: @unchecked Sendable {
  private let lock = NSLock()
  private var found: [Int: String] = [:]

  func note(_ index: Int, _ cause: String) { lock.withLock { found[index] = cause } }

  func cause(_ index: Int) -> String? { lock.withLock { found[index] } }
}

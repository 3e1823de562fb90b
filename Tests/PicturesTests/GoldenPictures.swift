import Foundation
import Pictures
import Testing

/// A picture that a script made, and how: Golden/pictures_transforms.py where no folder is told,
/// pictures_augmentation.py for the folder "augmentation".
struct GoldenPicture: CustomTestStringConvertible {
  struct Malformed: Error {}

  let words: [String: String]
  let picture: Picture
  let folder: String

  var testDescription: String {
    words.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  /// The pictures of one file, in order.
  static func all(_ name: String, in folder: String = "transforms") -> [GoldenPicture] {
    let url = url("\(folder)/\(name).pnm")
    do {
      var bytes = try Data(contentsOf: url)[...]
      var pictures: [GoldenPicture] = []
      while !bytes.isEmpty { pictures.append(try GoldenPicture(&bytes, folder)) }
      return pictures
    } catch {
      Issue.record("\(url.path()): \(error)")
      return []
    }
  }

  /// A file of the golden pictures.
  static func url(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/pictures/\(path)")
  }

  /// The source picture called `name`.
  static func source(_ name: String, in folder: String = "transforms") throws -> Picture {
    try #require(sources["\(folder)/\(name)"], "there is no source \(name)")
  }

  private static let sources = Dictionary(
    uniqueKeysWithValues: ["transforms", "augmentation"].flatMap { folder in
      all("sources", in: folder).map { ("\(folder)/\($0.words["name", default: ""])", $0.picture) }
    })

  /// The source this one was made of.
  var source: Picture { get throws { try Self.source(text("source"), in: folder) } }

  /// The value of `key`.
  func text(_ key: String) throws -> String {
    try #require(words[key], "\(testDescription) lacks \(key)")
  }

  /// The value of `key` as a number.
  func number(_ key: String) throws -> Double { try #require(Double(text(key))) }

  /// The value of `key` as a whole number.
  func count(_ key: String) throws -> Int { try #require(Int(text(key))) }

  /// Takes one binary PGM or PPM picture off `bytes`.
  private init(_ bytes: inout Data.SubSequence, _ folder: String) throws {
    self.folder = folder
    func line() throws -> String {
      guard let end = bytes.firstIndex(of: 10) else { throw Malformed() }
      defer { bytes = bytes[(end + 1)...] }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
    let channels = try line() == "P6" ? 3 : 1
    var text = try line()
    var words: [String: String] = [:]
    while text.hasPrefix("#") {
      for word in text.split(separator: " ").map({ $0.split(separator: "=") })
      where word.count == 2 { words[String(word[0])] = String(word[1]) }
      text = try line()
    }
    self.words = words
    let size = text.split(separator: " ").compactMap { Int($0) }
    guard size.count == 2, try line() == "255" else { throw Malformed() }
    let plane = size[0] * size[1]
    guard bytes.count >= plane * channels else { throw Malformed() }
    let pixels = Array(bytes.prefix(plane * channels))
    bytes = bytes.dropFirst(plane * channels)
    let planes = (0..<channels).flatMap { channel in
      (0..<plane).map { pixels[$0 * channels + channel] }
    }
    picture = Picture(channels: channels, height: size[1], width: size[0], bytes: planes)
  }
}

/// The largest difference between two bytes of pictures of one shape; 256 where the shapes differ.
func difference(_ a: Picture, _ b: Picture) -> Int {
  guard a.shape == b.shape else { return 256 }
  return zip(a.bytes, b.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

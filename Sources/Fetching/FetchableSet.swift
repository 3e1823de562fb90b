import Settings

/// A published data set: what it is, where it is and how much of it there is.
public struct FetchableSet: Sendable, Equatable {
  /// What it is called on the command line.
  public let name: String
  /// What is in it, in a line.
  public let contents: String
  /// On what terms its makers give it.
  public let licence: String
  /// Its makers' page.
  public let page: String
  /// The files to fetch; none where its terms forbid that.
  public let files: [FetchableFile]
  /// Where its files come to lie, within the destination.
  public let folder: String
  /// What a person does where it cannot be fetched, in order.
  public let steps: [String]

  /// Describes a set.
  public init(
    name: String, contents: String, licence: String, page: String, folder: String,
    files: [FetchableFile] = [], steps: [String] = []
  ) {
    (self.name, self.contents, self.licence, self.page) = (name, contents, licence, page)
    (self.folder, self.files, self.steps) = (folder, files, steps)
  }

  /// How many bytes are fetched for all of it.
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  /// The parts that can be fetched alone, in order; none where there is one file.
  public var parts: [String] {
    files.reduce(into: []) { parts, file in
      if let part = file.part, !parts.contains(part) { parts.append(part) }
    }
  }

  /// The files of some parts, in order; all files where none is named.
  ///
  /// - Throws: `FetchError.unknownPart`.
  public func files(ofParts named: [String]) throws -> [FetchableFile] {
    if let unknown = named.first(where: { !parts.contains($0) }) {
      throw FetchError.unknownPart(unknown, of: name, known: parts)
    }
    return named.isEmpty ? files : files.filter { $0.part.map(named.contains) ?? false }
  }

  /// The set of the catalogue that is called `name`.
  ///
  /// - Throws: `FetchError.unknownSet`.
  public static func named(_ name: String) throws -> FetchableSet {
    if let set = all.first(where: { $0.name == name }) { return set }
    let names = all.map(\.name)
    throw FetchError.unknownSet(name, nearest: nearest(to: name, among: names), known: names)
  }
}

/// One file of a published data set.
public struct FetchableFile: Sendable, Equatable {
  /// What is done with a file that has come.
  public enum Form: Sendable, Equatable {
    /// It is read as it is.
    case plain
    /// A tar archive; what it holds has so many bytes at most.
    case tar(atMost: Int)
    /// A tar archive within gzip; what it holds has so many bytes at most.
    case tarGzip(atMost: Int)
    /// A zip archive; what it holds has so many bytes at most.
    case zip(atMost: Int)
  }

  /// Its makers' address for it, of http or https.
  public let address: String
  /// Its length in bytes.
  public let size: Int
  /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
  public let sha256: String
  /// What is done with it.
  public let form: Form
  /// The folder within the destination in which it, or what it holds, comes to lie; `""` for the
  /// destination itself.
  public let folder: String
  /// The part of the set it is, where there are several.
  public let part: String?

  /// Describes a file.
  public init(
    _ address: String, size: Int, sha256: String, form: Form, folder: String = "",
    part: String? = nil
  ) {
    (self.address, self.size, self.sha256) = (address, size, sha256)
    (self.form, self.folder, self.part) = (form, folder, part)
  }

  /// Its name, the end of its address.
  public var name: String { address.split(separator: "/").last.map(String.init) ?? address }

  /// How many bytes it takes at most, once it is in its place.
  public var sizeInPlace: Int {
    switch form {
    case .plain: size
    case .tar(let limit), .tarGzip(let limit), .zip(let limit): limit
    }
  }
}

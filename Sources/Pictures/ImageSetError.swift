/// What can be wrong with a collection of encoded pictures: a folder, a list, an archive.
public enum ImageSetError: Error, Equatable, Sendable {
  /// The folder has no folders, which would be its classes.
  case noClasses(folder: String)
  /// A class has no picture.
  case emptyClass(folder: String, name: String)
  /// Two classes have the same name but for capital letters.
  case classesDifferInCase(place: String, first: String, second: String)
  /// A name in the folder is not UTF-8; `found` shows it with replacements.
  case badName(folder: String, found: String)
  /// Folders within folders without end, such as a link to a folder above it.
  case tooDeep(folder: String, limit: Int)
  /// A picture that was there is not there any more.
  case vanished(file: String, since: String)
  /// A line of a list, from 1, does not have a path and a label.
  case badLine(file: String, line: Int, found: String, expected: String)
  /// A list or archive has no picture.
  case noPictures(file: String)
  /// An entry that an archive of pictures must not have.
  case refusedEntry(archive: String, entry: String, reason: String)
  /// The header at `offset` of an archive is damaged.
  case badHeader(archive: String, offset: Int, cause: String)
  /// The archive ends, after `found` bytes, before `expected`.
  case archiveTruncated(archive: String, found: Int, expected: Int)
  /// The archive has another size than when it was indexed.
  case archiveChanged(archive: String, found: Int, expected: Int)
}

extension ImageSetError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do.
  public var description: String {
    switch self {
    case .noClasses(let folder):
      "\(folder): has no folders, expected one for each class. Sort the pictures into them."
    case .emptyClass(let folder, let name):
      "\(folder)/\(name): has no picture, expected one or more. Add some, or remove the folder."
    case .classesDifferInCase(let place, let first, let second):
      "\(place): the classes \(first) and \(second) differ in capital letters only. Rename one, or "
        + "put their pictures together."
    case .badName(let folder, let found):
      "\(folder): the name \(found) is not UTF-8. Rename it."
    case .tooDeep(let folder, let limit):
      "\(folder): folders lie in one another more than \(limit) deep. Remove the link that leads "
        + "back."
    case .vanished(let file, let since):
      "\(file): is not there any more, but was \(since). Restore it, or begin anew without it."
    default: listText ?? archiveText
    }
  }

  private var listText: String? {
    switch self {
    case .badLine(let file, let line, let found, let expected):
      "\(file): line \(line) is \"\(found)\", expected \(expected). Mend the line."
    case .noPictures(let file):
      "\(file): has no picture, expected one or more. Give another file."
    default: nil
    }
  }

  private var archiveText: String {
    switch self {
    case .refusedEntry(let archive, let entry, let reason):
      "\(archive): the entry \(entry) is refused: \(reason). Make the archive of plain files in a "
        + "folder for each class."
    case .badHeader(let archive, let offset, let cause):
      "\(archive): the header at offset \(offset) is damaged: \(cause). Restore the archive; it "
        + "must be a tar file that is not compressed."
    case .archiveTruncated(let archive, let found, let expected):
      "\(archive): ends at offset \(found), expected \(expected) bytes or more. Restore it."
    case .archiveChanged(let archive, let found, let expected):
      "\(archive): has \(found) bytes now, but had \(expected) when it was indexed. Begin anew."
    default: ""
    }
  }
}

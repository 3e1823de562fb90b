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
  /// A folder has two folders, lists or archives for one part.
  case doubledPart(place: String, first: String, second: String)
  /// A folder looks like a part of a data set, but is not called like one.
  case misnamedPart(place: String, found: String)
  /// A folder of lists or archives has none of them.
  case noPart(place: String, expected: String)
  /// An archive is of no part, while others beside it are.
  case mixedParts(place: String, found: String)
  /// Two parts of a data set have different classes: those that `set` lacks, and those that only it
  /// has; neither where they come in another order.
  case classesDiffer(set: String, first: String, missing: [String], unknown: [String])
  /// A class of a set is not among those that a file of classes has.
  case unknownClass(set: String, name: String, file: String)
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
    default: listText ?? partText ?? archiveText
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

  private var partText: String? {
    switch self {
    case .doubledPart(let place, let first, let second):
      "\(place): has \(first) and \(second), which are names for one part. Keep one of them."
    case .misnamedPart(let place, let found):
      "\(place): has the folder \(found) with folders in it, which is called neither like a part "
        + "(train, val, valid, validation, test) nor is it a class with pictures. Rename it."
    case .noPart(let place, let expected):
      "\(place): has no \(expected) or the like. Give its folder, or the file itself."
    case .mixedParts(let place, let found):
      "\(place): has archives called after a part (train, val, valid, validation, test), but also "
        + "\(found). Rename it, or move it away."
    case .classesDiffer(let set, let first, let missing, let unknown):
      "\(set): its classes are not those of \(first): "
        + ([("missing is", missing), ("only here is", unknown)]
          .filter { !$0.1.isEmpty }.map { "\($0.0) \(listed($0.1))" }
          .joined(separator: "; "))
        + (missing.isEmpty && unknown.isEmpty ? "they come in another order" : "")
        + ". Every part needs the same classes."
    case .unknownClass(let set, let name, let file):
      "\(set): its class \(name) begins no line of \(file), though others do. Add it there, or move "
        + "its pictures away."
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

/// At most ten of `names`, and how many there are besides.
public func listed(_ names: [String]) -> String {
  let rest = names.count - 10
  return names.prefix(10).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
}

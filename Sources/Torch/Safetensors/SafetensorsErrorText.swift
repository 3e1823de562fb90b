extension SafetensorsError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do, in a sentence or two.
  public var description: String {
    aboutFile ?? aboutHeader ?? aboutValues ?? aboutKeys ?? aboutSizes ?? aboutPlaces
      ?? aboutWriting ?? "safetensors: unknown error"
  }

  private var aboutFile: String? {
    switch self {
    case .cannotOpen(let file, let cause):
      "\(file): cannot be read: \(cause). Check the path and its permissions."
    case .tooSmall(let file, let found):
      "\(file): has \(found) bytes, a safetensors file at least 10. \(again)"
    case .headerTooLong(let file, let found, let limit):
      "\(file): a header of \(found) bytes, at most \(limit) are allowed. It is no safetensors "
        + "file, or has too many tensors for one."
    case .headerPastEnd(let file, let found, let available):
      "\(file): a header of \(found) bytes, but \(available) follow its length. It is cut short "
        + "or no safetensors file. \(again)"
    case .noTensor(let file, let tensor, let known):
      "\(file): has no tensor \(quoted(tensor)); its \(known.count) are "
        + known.prefix(8).map(quoted).joined(separator: ", ") + (known.count > 8 ? ", ..." : ".")
    default: nil
    }
  }

  private var aboutHeader: String? {
    switch self {
    case .notUTF8(let file, let byte):
      "\(file): byte \(byte) of the header is not UTF-8. \(again)"
    case .notJSON(let file, let byte, let expected, let found):
      "\(file): expected \(expected) at byte \(byte), found \(found). \(again)"
    case .notAnObject(let file, let found):
      "\(file): the header is \(found), expected an object. \(again)"
    case .nestedTooDeep(let file, let byte):
      "\(file): a list or object at byte \(byte), expected a number. \(again)"
    case .metadataNotText(let file, let key?, let found):
      "\(file): metadata \(quoted(key)) is \(found), expected a string. \(again)"
    case .metadataNotText(let file, nil, let found):
      "\(file): the metadata is \(found), expected an object of strings. \(again)"
    default: nil
    }
  }

  private var aboutValues: String? {
    switch self {
    case .wrongValue(let file, let tensor, let key, let expected, let found):
      "\(place(file, tensor)): \(key) is \(found), expected \(expected). \(again)"
    case .notWhole(let file, let tensor, let key, let found):
      "\(place(file, tensor)): \(found) in \(key), expected a whole number without sign, point, "
        + "exponent or leading zero. \(again)"
    case .numberTooLarge(let file, let tensor, let key, let found):
      "\(place(file, tensor)): \(found) in \(key) is over \(Int.max). \(again)"
    case .unknownDType(let file, let tensor, let found):
      "\(place(file, tensor)): unknown dtype \(quoted(found)). Convert it to one of "
        + SafetensorsDType.allCases.map(\.rawValue).joined(separator: ", ") + "."
    default: nil
    }
  }

  private var aboutKeys: String? {
    switch self {
    case .duplicateTensor(let file, let tensor):
      "\(place(file, tensor)): is there twice (spellings that Unicode holds equal count as "
        + "one). Rename one of them."
    case .duplicateKey(let file, let tensor, let key):
      "\(place(file, tensor)): has \(quoted(key)) twice. \(again)"
    case .missingKey(let file, let tensor, let key):
      "\(place(file, tensor)): has no \(key), expected dtype, shape and data_offsets. \(again)"
    case .unknownKey(let file, let tensor, let key):
      "\(place(file, tensor)): has \(quoted(key)), expected dtype, shape and data_offsets "
        + "alone. \(again)"
    default: nil
    }
  }

  private var aboutSizes: String? {
    switch self {
    case .sizeOverflows(let file, let tensor, let dtype, let shape):
      "\(place(file, tensor)): \(dtype.rawValue) of \(shape) has over \(Int.max) bits. \(again)"
    case .partialByte(let file, let tensor, let dtype, let shape):
      "\(place(file, tensor)): \(dtype.rawValue) of \(shape) ends inside a byte. Pad its last axis."
    case .sizeMismatch(let file, let entry, let found, let expected):
      "\(place(file, entry.name)): \(entry.dtype.rawValue) of \(entry.shape) takes \(expected) "
        + "bytes, its data_offsets span \(found). \(again)"
    case .negativeLength(let file, let tensor, let shape):
      "\(place(file, tensor)): the shape \(shape) has a negative length. Give lengths from 0 on."
    default: nil
    }
  }

  private var aboutPlaces: String? {
    switch self {
    case .offsetsBackwards(let file, let tensor, let begin, let end):
      "\(place(file, tensor)): data_offsets run from \(begin) back to \(end). \(again)"
    case .overlapping(let file, let tensor, let begin, let expected):
      "\(place(file, tensor)): begins at \(begin), inside the tensor before it, expected "
        + "\(expected). \(again)"
    case .hole(let file, let tensor, let begin, let expected):
      "\(place(file, tensor)): begins at \(begin) and leaves a hole, expected \(expected). \(again)"
    case .dataPastEnd(let file, let tensor, let end, let available):
      "\(place(file, tensor)): ends at \(end) of \(available) bytes of data. The file is cut "
        + "short. \(again)"
    case .trailingBytes(let file, let found, let expected):
      "\(file): has \(found) bytes of data, its tensors take \(expected). \(again)"
    default: nil
    }
  }

  private var aboutWriting: String? {
    switch self {
    case .cannotCreate(let file, let cause):
      "\(file): cannot be created: \(cause). Check the folder and its permissions."
    case .cannotWrite(let file, let written, let wanted, let cause):
      "\(file): stopped after \(written) of \(wanted) bytes: \(cause). Free space, or write "
        + "elsewhere."
    case .reservedName(let file):
      "\(file): a tensor cannot be called \(SafetensorsFormat.metadataKey). Rename it."
    case .wrongByteCount(let file, let tensor, let found, let expected):
      "\(place(file, tensor)): got \(found) bytes to write, expected \(expected). Hand over the "
        + "whole tensor, contiguous and in its file's type."
    case .noCounterpart(let file, let tensor, let dtype):
      "\(place(file, tensor)): elements of type \(dtype) cannot be exchanged between files and "
        + "tensors here. Convert them to another type first."
    default: nil
    }
  }

  private var again: String { "Fetch or write the file again." }

  private func place(_ file: String, _ tensor: String) -> String {
    "\(file): tensor \(quoted(tensor))"
  }

  private func quoted(_ text: String) -> String { text.debugDescription }
}

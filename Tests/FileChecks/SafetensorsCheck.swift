import Torch

extension FileCheck {
  /// Safetensors: the tensors fill the data one after another; what was read and is written reads
  /// the same, as bytes and as tensors.
  public static let safetensors = FileCheck(name: "safetensors", longest: 4_096) {
    bytes, workplace in
    let path = try workplace.write(bytes, to: "tensors")
    return try outcome(of: path, refusedBy: [SafetensorsError.self]) {
      let file = try SafetensorsFile(path)
      try checkPlaces(file, count: bytes.count)
      try checkCopy(file, workplace)
      try checkTensors(path, workplace)
    }
  }
}

private func checkPlaces(_ file: SafetensorsFile, count: Int) throws {
  var end: Int?
  for name in file.names {
    let range = try file.byteRange(of: name)
    try require(end == nil || end == range.lowerBound, "\(name) does not follow at \(range)")
    end = range.upperBound
  }
  try require(end == nil || end == count, "the tensors end at \(String(describing: end))")
}

/// Writes the entries as they are, and reads them again.
private func checkCopy(_ file: SafetensorsFile, _ workplace: Workplace) throws {
  let copy = workplace.path("copy")
  let entries = try file.names.map(file.entry)
  try writeSafetensors(to: copy, entries: entries, metadata: file.metadata) { name, write in
    try file.withBytes(of: name, write)
  }
  let again = try SafetensorsFile(copy)
  try require(
    Set(again.names) == Set(file.names) && again.metadata == file.metadata, "names were lost")
  for name in file.names {
    let bytes = try file.withBytes(of: name) { Array($0) }
    try require(
      again.entry(name) == file.entry(name) && again.withBytes(of: name) { Array($0) } == bytes,
      "\(name) was written, and reads otherwise")
  }
}

/// Makes tensors of all entries, writes those, and reads them again.
private func checkTensors(_ path: String, _ workplace: Workplace) throws {
  let tensors = try loadTensors(from: path)
  let copy = workplace.path("copy")
  try save(tensors, to: copy)
  let again = try loadTensors(from: copy)
  try require(again.count == tensors.count, "\(again.count) tensors of \(tensors.count)")
  for (name, tensor) in tensors {
    guard let other = again[name] else { throw Violation(description: "\(name) was lost") }
    try require(
      other.shape == tensor.shape && other.dtype == tensor.dtype && other.bytes() == tensor.bytes(),
      "\(name) was saved, and reads otherwise")
  }
}

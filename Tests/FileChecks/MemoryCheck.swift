import Glibc
import Pictures

extension FileCheck {
  /// Memories of a folder's scan: one that is taken makes a set whose pictures are in the folder;
  /// one that is not is written anew, and then taken.
  ///
  /// `{folder}` stands for the folder, in which nothing has changed since second 1,700,000,000.
  public static let memory = FileCheck(name: "memory", longest: 1_024) { bytes, workplace in
    let folder = try makePictures(workplace)
    let text = String(decoding: bytes, as: UTF8.self)
    let isText = text.utf8.elementsEqual(bytes)
    let parts = isText ? text.split(separator: "{folder}", omittingEmptySubsequences: false) : []
    let filled = isText ? Array(parts.joined(separator: folder).utf8) : bytes
    let path = try workplace.write(filled, to: "memory")
    let kinds: [any Error.Type] = [ImageSetError.self, PicturesError.self]
    var wasTaken = false
    let result = try outcome(of: folder, refusedBy: kinds) {
      let set = try ImageFolder(folder, memory: path)
      for index in 0..<set.count {
        let picture = set.path(at: index)
        let name = set.classes[set.label(at: index)]
        try require(picture.hasPrefix("\(folder)/\(name)/"), "\(picture) is in the class \(name)")
        try require(!picture.contains("/../"), "\(picture) leads outside")
      }
      wasTaken = try workplace.read("memory") == filled
      if !wasTaken { try checkWrittenAnew(set, path) }
    }
    return result == .read && !wasTaken ? .refused(path) : result
  }
}

/// A folder of two classes whose times of change are known.
private func makePictures(_ workplace: Workplace) throws -> String {
  let folder = workplace.makeFolder("pictures")
  _ = workplace.makeFolder("pictures/cats")
  _ = workplace.makeFolder("pictures/dogs")
  for name in ["cats/1.jpg", "cats/2.png", "dogs/1.jpg"] {
    let path = workplace.path("pictures/\(name)")
    if access(path, F_OK) != 0 { try workplace.write([], to: "pictures/\(name)") }
  }
  for place in [folder, "\(folder)/cats", "\(folder)/dogs"] {
    let time = timespec(tv_sec: 1_700_000_000, tv_nsec: 0)
    let result = utimensat(AT_FDCWD, place, [time, time], 0)
    try require(result == 0, "\(place): errno \(errno)")
  }
  return folder
}

private func checkWrittenAnew(_ set: ImageFolder, _ path: String) throws {
  try require(set.count == 3 && set.classes == ["cats", "dogs"], "\(set) was scanned")
  let again = try ImageFolder(set.folder, memory: path) { _ in }
  try require(
    again.classes == set.classes && again.count == set.count
      && (0..<set.count).allSatisfy { again.path(at: $0) == set.path(at: $0) },
    "\(again) was remembered of \(set)")
}

extension Workplace {
  /// The bytes of the file called `name`.
  fileprivate func read(_ name: String) throws -> [UInt8] {
    let descriptor = open(path(name), O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let came = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    try require(came >= 0, "\(path(name)) cannot be read: errno \(errno)")
    return Array(bytes[..<came])
  }
}

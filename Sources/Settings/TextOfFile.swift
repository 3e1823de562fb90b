import Foundation

/// The most bytes that settings may have.
let mostBytes = 1 << 16

/// The text of the file at `path`: UTF-8, at most 64 KiB.
func textOfFile(_ path: String) throws(SettingsError) -> String {
  func unreadable(_ reason: String) -> SettingsError {
    var findings = Findings()
    findings.add(.unreadable(reason), at: Path(), .file(path, line: 1))
    return findings.error
  }
  var isFolder: ObjCBool = false
  if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
    throw unreadable(
      "a folder cannot be read as settings; give a file, such as a run's recipe.yaml")
  }
  let data: Data
  do {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    data = try file.read(upToCount: mostBytes + 1) ?? Data()
  } catch {
    throw unreadable("the file cannot be read: \(error.localizedDescription)")
  }
  guard data.count <= mostBytes else {
    throw unreadable("the file has over \(mostBytes) bytes; settings are shorter")
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw unreadable("the file is not text in UTF-8; save it as that")
  }
  return text
}

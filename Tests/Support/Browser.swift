import Foundation

/// Headless Chromium, where it is installed (`Scripts/setup` does, where apt has it).
public enum Browser {
  /// Its path; `nil` where none is found.
  public static let path: String? = {
    let names = ["chromium-headless-shell", "chromium", "google-chrome"]
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      .first(where: FileManager.default.isExecutableFile)
  }()

  /// Why tests of pages are skipped.
  public static let missing: String =
    "no Chromium here: install chromium-headless-shell or chromium to test pages"

  /// A page as it stands after its scripts have run.
  public struct Document {
    /// The document as HTML.
    public let html: String
    /// What scripts wrote to the console, errors included.
    public let messages: [String]

    /// The value of an attribute of the body.
    public func body(_ attribute: String) -> String? {
      html.firstMatch(of: /<body[^>]*>/).flatMap { body in
        let parts = body.output.split(separator: "\(attribute)=\"", maxSplits: 1)
        return parts.count == 2 ? parts[1].split(separator: "\"").first.map(String.init) : nil
      }
    }
  }

  /// Opens the file at `page` and lets its scripts run.
  public static func open(_ page: String) throws -> Document {
    let folder = try TemporaryFolder()
    let outcome = try run(["--enable-logging=stderr", "--dump-dom", page], in: folder)
    return Document(
      html: outcome.output,
      messages: outcome.errors.split(separator: "\n").filter { $0.contains(":CONSOLE") }
        .map(String.init))
  }

  /// A picture of the file at `page`, PNG; `dark` where the reader prefers that.
  public static func picture(of page: String, width: Int, height: Int, dark: Bool) throws -> Data {
    let folder = try TemporaryFolder()
    _ = try run(
      [
        "--hide-scrollbars", "--window-size=\(width),\(height)",
        "--blink-settings=preferredColorScheme=\(dark ? 0 : 1)",
        "--screenshot=\(folder.path)/page.png", page,
      ], in: folder)
    return try folder.read("page.png")
  }

  private static func run(
    _ arguments: [String], in folder: TemporaryFolder
  ) throws -> (output: String, errors: String) {
    let process = Process()
    // A page that asks something would wait for ever: it is ended, and leaves no document.
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments =
      [
        "--kill-after=5", "60", path ?? "",
        "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000",
        "--user-data-dir=\(folder.path)/profile",
      ] + arguments
    process.standardOutput = try FileHandle(
      forWritingTo: URL(filePath: folder.write([], to: "out")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.write([], to: "err")))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try folder.read("out"), as: UTF8.self),
      String(decoding: try folder.read("err"), as: UTF8.self)
    )
  }
}

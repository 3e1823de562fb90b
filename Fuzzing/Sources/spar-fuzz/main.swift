// Runs one check of `FileChecks` under libFuzzer; see Scripts/fuzz.
//
// usage: spar-fuzz <check> <folder for its files> <libFuzzer's own arguments>
// A file among those is run once and not changed.
import CFuzzer
import FileChecks
import Foundation

func stop(_ text: String) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(2)
}

let arguments = CommandLine.arguments
let names = FileCheck.all.map(\.name)
guard arguments.count >= 3, let found = FileCheck.all.first(where: { $0.name == arguments[1] })
else {
  stop("usage: spar-fuzz <check> <folder> [libFuzzer's arguments]; checks: \(names)")
}
let check = found
let folder = arguments[2]

/// libFuzzer's command line: its name, its arguments, and the most bytes that are worth trying.
var commandLine: [UnsafeMutablePointer<CChar>?] =
  ([arguments[0], "-max_len=\(check.longest)"] + arguments.dropFirst(3)).map { strdup($0) } + [nil]

let status = commandLine.withUnsafeMutableBufferPointer { line in
  fuzzer_run(Int32(line.count - 1), line.baseAddress) { bytes, count in
    do {
      _ = try check.run(Array(UnsafeBufferPointer(start: bytes, count: count)), in: folder)
    } catch {
      FileHandle.standardError.write(Data("Violation: \(error)\n".utf8))
      abort()
    }
    return 0
  }
}
if status < 0 { stop("built without libFuzzer: build and run it with Scripts/fuzz") }
exit(status)

import Foundation

/// The processor time that this process's threads have taken so far.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The name of the allocator that this process runs with.
func allocator() -> String {
  let maps = text(ofFile: "/proc/self/maps")
  return ["tcmalloc", "jemalloc"].first(where: maps.contains) ?? "glibc"
}

/// The largest resident size so far, as the kernel tells it.
func peakBytes() -> Int {
  let status = text(ofFile: "/proc/self/status")
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return 1024 * (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
}

/// The text of a file whose size is not known beforehand, as those of /proc are.
private func text(ofFile path: String) -> String {
  let data = try? FileHandle(forReadingAtPath: path)?.readToEnd()
  return String(decoding: data ?? Data(), as: UTF8.self)
}

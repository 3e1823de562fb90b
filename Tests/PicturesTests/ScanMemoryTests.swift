import Pictures
import Testing

struct ScanMemoryTests {
  @Test(arguments: [
    (["XDG_CACHE_HOME": "/caches", "HOME": "/home/me"], "/caches/spar/scans"),
    (["HOME": "/home/me"], "/home/me/.cache/spar/scans"),
    (["XDG_CACHE_HOME": "caches", "HOME": "/home/me"], "/home/me/.cache/spar/scans"),
    (["XDG_CACHE_HOME": "", "HOME": "/home/me"], "/home/me/.cache/spar/scans"),
    ([:], nil),
  ])
  func `scans are kept among the caches of the user`(
    environment: [String: String], folder: String?
  ) {
    #expect(ScanMemory.user(environment)?.folder == folder)
  }
}

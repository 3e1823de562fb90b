import Testing

/// Lines that move, on a terminal.
struct ProgressLineTests {
  /// A terminal, whatever the tests run on.
  private let terminal = ["/bin/bash", "-c", "script -qec \"$*\" /dev/null", "bash"]

  @Test func `where nothing moved a terminal's line is not emptied`() throws {
    let words = ["sweep", "fashion-mnist-resnet20-plain", "epochs=[1,2]", "seeds=1", "--dry-run"]
    let outcome = try Command(words, through: terminal).outcome()
    #expect(outcome.output.contains("2 rows, 1 seeds, 2 runs"), "\(outcome)")
    #expect(!outcome.output.contains("\u{1B}"), "\(outcome)")
  }

  @Test func `a line that stays takes the place of the one that moves`() throws {
    let work = try Workplace()
    let words = ["train", "fashion-mnist-resnet20-plain", "--run", work.place("a")]
    let outcome = try Command(words + work.settings + ["epochs=1"], through: terminal).outcome()
    #expect(outcome.output.contains("\r\u{1B}[Kthe first step, of 5\r\u{1B}[K"), "\(outcome)")
    #expect(outcome.output.contains("\r\u{1B}[Kepoch 1 of 1"), "\(outcome)")
  }
}

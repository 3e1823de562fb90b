import Testing

@testable import Training

/// Words of commands.
struct ShellWordTests {
  @Test(arguments: [
    ("data.folder=/disk/a-b_c,d:1@2%+", "data.folder=/disk/a-b_c,d:1@2%+"), ("", "''"),
    ("cuts[0].stage=a", "'cuts[0].stage=a'"), ("~", "'~'"), ("a b", "'a b'"), ("é", "'é'"),
    ("it's $HOME", #"'it'\''s $HOME'"#),
  ])
  func `a word with unusual signs is quoted`(word: String, quoted: String) {
    #expect(shellWord(word) == quoted)
  }
}

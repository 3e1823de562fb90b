/// What happens while a data set is fetched; files by their names.
public enum FetchEvent: Sendable, Equatable {
  /// A file, or what it holds, was there already and is right.
  case present(file: String)
  /// The file itself lies in the destination and need not be fetched.
  case found(file: String)
  /// A file is on its way: so many bytes of `size` are here, so many come in a second.
  case loading(file: String, done: Int, size: Int, pace: Double)
  /// Its bytes are held against the checksum.
  case checking(file: String, done: Int, size: Int)
  /// An archive is being unpacked: which part of its bytes are read, how many files came of it.
  case unpacking(file: String, share: Double, files: Int)
  /// A transfer broke and is taken up again after so many seconds.
  case retrying(file: String, cause: String, seconds: Double)
  /// What had come of a file was let go of, and it is fetched from its start.
  case restarting(file: String, reason: String)
  /// A file, or all that it holds (so many files), is in its place now.
  case placed(file: String, files: Int)
}

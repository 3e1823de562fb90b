/// What is kept of telling the classes of pixels: what was taken for what, and some pictures.
public struct PixelExamples: Codable, Hashable, Sendable {
  /// One picture and what was told of it; files are PNG.
  public struct Example: Codable, Hashable, Sendable {
    /// Its number in the set of test pictures.
    public let index: Int
    /// The part of its pixels that was told right, 0...1.
    public let accuracy: Double
    /// The file of the picture.
    public let file: String
    /// The file of the picture under the colours of its classes.
    public let truthFile: String
    /// The file of the picture under the colours of the classes told.
    public let toldFile: String
    /// What moving features does, for methods that move them; one for each cut.
    public let cuts: [Cut]
  }

  /// What moving the features behind one stage does to one picture.
  public struct Cut: Codable, Hashable, Sendable {
    /// The stage.
    public let stage: String
    /// Where and how far they were moved.
    let move: Judged.FeatureMove
    /// The part of the pixels of which another class is told than before, 0...1.
    public let changed: Double
    /// The file of the picture with those pixels in the colours of what is told then.
    public let changedFile: String
  }

  /// How many pixels of each class were told to be of which.
  public let confusion: PixelConfusion
  /// The colour of each class: red, green and blue, 0...255.
  public let colours: [[UInt8]]
  /// The pictures.
  public let examples: [Example]

  /// The names of all files.
  var files: [String] {
    examples.flatMap { example in
      [example.file, example.truthFile, example.toldFile]
        + example.cuts.flatMap { [$0.changedFile, $0.move.riseFile, $0.move.distanceFile ?? ""] }
    }
  }

  /// Whether it tells of `classes` classes, and its parts are parts.
  func fits(_ classes: Int) -> Bool {
    let parts = examples.flatMap { [$0.accuracy] + $0.cuts.map(\.changed) }
    return confusion.isWhole && confusion.classes >= classes && colours.count == confusion.classes
      && colours.allSatisfy { $0.count == 3 } && parts.allSatisfy((0...1).contains)
  }
}

import Foundation

/// What a run leaves to be looked at: `judged/judged.json`, and the pictures it names beside it.
public struct Judged: Codable, Hashable, Sendable {
  /// What some weights make of the test pictures, unharmed.
  public struct Weights: Codable, Hashable, Sendable {
    /// How many epochs they were trained for, with the one under way.
    public let epoch: Int
    /// How many steps they were trained for, where pictures are judged every so many steps; `nil`
    /// elsewhere.
    public internal(set) var step: Int?
    /// How they did, by challenge.
    public let scores: [String: Scores]
    /// What was taken for what; `nil` where the task tells no classes.
    public let confusion: Confusion?
    /// Pictures told right, of as many classes as there are, in the set's order.
    public let right: [Example]
    /// Pictures told wrong, the most confident first.
    public let wrong: [Example]
    /// Where features move, for methods that move them.
    public let moves: [MovedExample]
    /// Pictures in the style of others, where the task draws them.
    public let drawn: [DrawnExample]?
    /// What pixels were taken for, and pictures with what was told of them, where the task tells the
    /// classes of pixels.
    public let pixels: PixelExamples?

    init(
      epoch: Int, scores: [String: Scores], confusion: Confusion? = nil, right: [Example] = [],
      wrong: [Example] = [], moves: [MovedExample] = [], drawn: [DrawnExample]? = nil,
      pixels: PixelExamples? = nil
    ) {
      (self.epoch, self.scores, self.confusion) = (epoch, scores, confusion)
      (self.right, self.wrong, self.moves, self.drawn) = (right, wrong, moves, drawn)
      self.pixels = pixels
    }
  }

  /// One test picture in the style of another; files are PNG.
  public struct DrawnExample: Codable, Hashable, Sendable {
    /// Its number in the set of test pictures.
    public let index: Int
    /// The file of the picture.
    public let contentFile: String
    /// The file of the one in whose style it was drawn.
    public let styleFile: String
    /// The file of what was drawn.
    public let drawnFile: String
  }

  /// One test picture and what was predicted.
  public struct Example: Codable, Hashable, Sendable {
    /// Its number in the set of test pictures.
    public let index: Int
    /// The name of its PNG file.
    public let file: String
    /// Its class.
    public let label: Int
    /// The class predicted.
    public let choice: Int
    /// How likely that class was held, 0...1.
    public let confidence: Double
  }

  /// One test picture whose features were moved.
  public struct MovedExample: Codable, Hashable, Sendable {
    /// The picture, and what was predicted before any move.
    public let example: Example
    /// One for each cut.
    public let cuts: [MovedCut]
  }

  /// Which version of this file's form it is.
  public var format = 1
  /// The names of the classes.
  public let classes: [String]
  /// The weights that the run ended with.
  public let last: Weights
  /// The weights that were best on the pictures held out; `nil` without any, or where they are the
  /// last.
  public let best: Weights?
  /// The epoch that was best on the pictures held out; `nil` without any.
  public let bestEpoch: Int?

  /// Reads what lies in the folder `place`; `nil` where there is no such folder.
  ///
  /// - Throws: `TrainingError.cannotRead` where it is damaged.
  public static func read(from place: String) throws -> Judged? {
    let path = "\(place)/judged.json"
    guard FileManager.default.fileExists(atPath: place) else { return nil }
    let judged: Judged = try readJSON(path, by: RunLog.decoder)
    guard judged.format == 1 else {
      throw TrainingError.cannotRead(path, cause: "its format is \(judged.format), known is 1")
    }
    guard [judged.last, judged.best].allSatisfy({ $0?.fits(judged.classes.count) ?? true }) else {
      throw TrainingError.cannotRead(path, cause: "it tells of classes that it does not name")
    }
    return judged
  }
}

extension Judged.Weights {
  /// Whether it tells of `classes` classes, and names files beside it only.
  fileprivate func fits(_ classes: Int) -> Bool {
    let examples = right + wrong + moves.map(\.example)
    let files =
      examples.map(\.file) + moves.flatMap(\.cuts).flatMap { [$0.riseFile, $0.distanceFile ?? ""] }
      + (drawn ?? []).flatMap { [$0.contentFile, $0.styleFile, $0.drawnFile] }
      + (pixels?.files ?? [])
    return pixels.map { $0.fits(classes) } ?? true
      && confusion.map { $0.rows.count == classes && $0.isWhole } ?? true
      && examples.allSatisfy { (0..<classes).contains($0.label) && $0.choice >= 0 }
      && files.allSatisfy { !$0.contains("/") }
  }
}

/// Files made beside the folder they will be in, which appears at once when all are there.
struct JudgedFolder {
  private let place: String
  private var new: String { place + ".new" }

  /// An empty folder beside `place`.
  init(_ place: String) throws {
    self.place = place
    do {
      if FileManager.default.fileExists(atPath: new) {
        try FileManager.default.removeItem(atPath: new)
      }
      try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: true)
    } catch { throw TrainingError.cannotWrite(new, cause: error.localizedDescription) }
  }

  /// Adds a file.
  func add(_ bytes: [UInt8], _ name: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: "\(new)/\(name)"))
    } catch { throw TrainingError.cannotWrite("\(new)/\(name)", cause: error.localizedDescription) }
  }

  /// Adds `judged.json`, and puts everything in its place.
  func finish(_ judged: Judged) throws {
    try writeFlushed(RunLog.line(judged), to: "\(new)/judged.json")
    do {
      if FileManager.default.fileExists(atPath: place) {
        try FileManager.default.removeItem(atPath: place)
      }
      try FileManager.default.moveItem(atPath: new, toPath: place)
    } catch { throw TrainingError.cannotWrite(place, cause: error.localizedDescription) }
  }
}

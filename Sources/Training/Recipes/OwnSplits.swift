import Pictures
import Randomness
import Settings

// How pictures of a person's own are found and divided.

extension DataSettings {
  /// Refuses pictures of a person's own of which nobody says where they are.
  ///
  /// - Throws: `TrainingError.badData`.
  public func checkPlace() throws {
    guard folder == nil, !collection.isPublished else { return }
    throw TrainingError.badData(
      "data.folder", problem: "nothing says where your pictures are; give data.folder=PHOTOS")
  }

  /// The parts in which the pictures are given.
  func parts(
    _ memory: ScanMemory?, _ progress: (String, ScanProgress) -> Void
  ) throws -> PictureParts {
    let parts = try givenParts(memory, progress)
    return try classFile.map { try parts.named(by: ClassTable($0)) } ?? parts
  }

  /// The same with the classes as the pictures tell them.
  private func givenParts(
    _ memory: ScanMemory?, _ progress: (String, ScanProgress) -> Void
  ) throws -> PictureParts {
    try checkPlace()
    if collection.hasMasks { return try maskedParts() }
    let decoding = ImageDecoding(
      channels: pictureShape[0], appliesOrientation: upright ?? true)
    let limits = limits ?? .standard
    switch collection {
    case .list: return try PictureParts(lists: place, decoding: decoding, limits: limits)
    case .tar:
      return try PictureParts(
        archives: place, decoding: decoding, limits: limits, progress: progress)
    default:
      return try PictureParts(
        folder: place, decoding: decoding, limits: limits, memory: memory, progress: progress)
    }
  }

  /// The pictures of a run: the parts as they are given, and what is held out for want of them.
  ///
  /// Where neither a validation nor a test part is given, a tenth is held out for each unless the
  /// settings say otherwise; where only the test part is missing, the validation part is judged.
  func ownSplits(_ seed: Seed, _ parts: PictureParts) throws -> PictureSplits {
    guard let all = parts.training else {
      throw bad("it has no part to train on; expected is train beside the others")
    }
    try refuse(validation, "validation", isGiven: parts.validation != nil)
    try refuse(test, "test", isGiven: parts.test != nil)
    let tests = parts.test != nil ? 0 : test ?? (parts.validation == nil ? 0.1 : 0)
    let validations = parts.validation != nil ? 0 : validation ?? 0.1
    let places = try divided(all, tests.of(all.count), validations.of(all.count), seed)
    let validation: (any PictureSet)? =
      parts.validation ?? (places.validation.isEmpty ? nil : Subset(all, places.validation))
    let test: (any PictureSet)? =
      parts.test ?? (places.test.isEmpty ? nil : Subset(all, places.test))
    guard let judged = test ?? validation else { throw bad("nothing is held out to be judged") }
    return PictureSplits(
      training: Subset(all, places.training), validation: validation, test: judged,
      judged: test == nil ? .validation : .test)
  }

  /// Refuses to hold out what is given as a part of its own.
  private func refuse(_ amount: Amount?, _ part: String, isGiven: Bool) throws {
    guard isGiven, amount != nil else { return }
    throw bad("it has a \(part) part, so that data.\(part) has no use; leave it out, or give null")
  }

  private typealias Places = (training: [Int], validation: [Int], test: [Int])

  /// Which pictures are trained on and which are held out.
  private func divided(
    _ all: any PictureSet, _ tests: Int, _ validations: Int, _ seed: Seed
  ) throws -> Places {
    let held = tests.addingReportingOverflow(validations)
    guard !held.overflow, held.partialValue < all.count else {
      throw bad(
        "it has \(all.count) pictures; \(validations) held out for validation and \(tests) for "
          + "testing leave none to train on")
    }
    let first = try self.held(tests, of: Array(0..<all.count), of: all, seed / "test")
    let second = try self.held(validations, of: first.rest, of: all, seed)
    let training = try limited(second.rest, of: all, seed)
    try checkClasses(of: training, all)
    return (training, second.places, first.places)
  }

  /// Refuses to train without a picture of a class that has some.
  private func checkClasses(of places: [Int], _ all: any PictureSet) throws {
    let left = Set(places.map(all.label(at:)))
    let counts = Dictionary(grouping: all.labels) { $0 }.mapValues(\.count)
    let empty = counts.keys.filter { !left.contains($0) }.sorted()
    guard let first = empty.first else { return }
    let others = empty.count > 1 ? " (and \(empty.count - 1) other classes)" : ""
    throw bad(
      "of the \(counts[first, default: 0]) pictures of the class \(all.classes[first])\(others) "
        + "none is left to train on; add pictures, hold out less, or raise data.limit")
  }

  private func bad(_ problem: String) -> TrainingError { .badData(place, problem: problem) }
}

import Foundation
import Pictures
import Randomness
import Settings

/// The pictures of a run.
public struct PictureSplits: Sendable {
  /// What the pictures judged at the end are.
  public enum Judged: String, Sendable, Codable, CaseIterable {
    /// Pictures that nothing was chosen by.
    case test
    /// The pictures that the best weights were chosen by, for want of others.
    case validation
  }

  /// The ones learned from.
  public let training: any PictureSet
  /// The ones held out to choose on; `nil` where there are none.
  public let validation: (any PictureSet)?
  /// The ones judged at the end.
  public let test: any PictureSet
  /// What the ones judged at the end are.
  public let judged: Judged

  /// How many pictures each part has, in words.
  public var summary: String {
    let held = validation.map { "\($0.count) to validate on" }
    let last = judged == .test ? "\(test.count) to test on" : "no others to test on"
    return (["\(training.count) pictures to train on"] + [held, last].compactMap(\.self))
      .joined(separator: ", ") + "; \(training.classes.count) classes: "
      + listed(training.classes)
  }
}

extension DataSettings {
  /// One part of the set as it is given: of a published set the whole part, of a person's own what
  /// lies in its part.
  ///
  /// - Throws: `PicturesError`, `ImageSetError` where files are missing or damaged,
  ///   `TrainingError.badData` where the set has no such part.
  public func pictures(_ part: PublishedSplit) throws -> any PictureSet {
    switch collection {
    case .fashionMNIST: return try FashionMNIST(folder: place, split: part)
    case .cifar10:
      return try CIFAR10(folder: place, split: part, picturesPerFile: picturesPerFile ?? 10_000)
    case .cifar100:
      return try CIFAR100(folder: place, split: part, picturesPerFile: picturesPerFile)
    case .shapes: return drawn(.agreeing, part == .train ? 50_000 : 5_000, part.rawValue)
    case .folder, .list, .tar, .vocSegmentation, .cityscapes, .masks:
      let parts = try parts(ScanMemory.user()) { _, _ in }
      guard let set = part == .train ? parts.training : parts.test else {
        throw TrainingError.badData(place, problem: "it has no \(part.rawValue) part")
      }
      return set
    }
  }

  /// Shapes filled with textures; the same ones in every run, others for every `part`.
  func drawn(_ cues: DrawnPictures.Cues, _ count: Int, _ part: String) -> DrawnPictures {
    DrawnPictures(cues, count: count, side: pictureShape[1], seed: Seed(0) / "shapes" / part)
  }

  /// The training pictures without and with those held out, and the ones judged at the end.
  ///
  /// Scans of folders are kept in `memory`; `progress` is called with what is scanned and how far
  /// that has come.
  ///
  /// - Throws: `PicturesError`, `ImageSetError` where files are damaged or more is held out than
  ///   there is, `TrainingError.badData` where the parts do not fit the settings.
  public func splits(
    seed: Seed, memory: ScanMemory? = .user(),
    progress: (String, ScanProgress) -> Void = { _, _ in }
  ) throws -> PictureSplits {
    let seed = drawing(seed)
    guard collection.isPublished else { return try ownSplits(seed, parts(memory, progress)) }
    let all = try pictures(.train)
    let test = try pictures(.test)
    let held = try held(
      (usualValidation ?? 0).of(all.count), of: Array(0..<all.count), of: all, seed)
    return PictureSplits(
      training: Subset(all, try limited(held.rest, of: all, seed)),
      validation: held.places.isEmpty ? nil : Subset(all, held.places), test: test, judged: .test)
  }

  /// What is held out for validation; `nil` where a person's own pictures decide.
  var usualValidation: Amount? { validation ?? (collection.isPublished ? 5_000 : nil) }

  /// What draws pictures for the parts of a run whose own seed is `run`.
  private func drawing(_ run: Seed) -> Seed { splitSeed.map(Seed.init) ?? run }

  /// As many of the training pictures at `places` as `limit` leaves.
  func limited(_ places: [Int], of set: any PictureSet, _ seed: Seed) throws -> [Int] {
    guard let limit, limit < places.count else { return places }
    guard !collection.isPublished || holdout == .stratified else {
      return Array(places.prefix(limit))
    }
    let labels = places.map(set.label(at:))
    return try Split.held(outOf: labels, stratified: limit, seed: seed / "limit").validation
      .map { places[$0] }
  }

  /// The pictures judged at the end, of which the training pictures need not be there.
  ///
  /// - Throws: as `splits`.
  public func judgedPictures(
    seed: Seed, memory: ScanMemory? = .user(),
    progress: (String, ScanProgress) -> Void = { _, _ in }
  ) throws -> (pictures: any PictureSet, part: PictureSplits.Judged) {
    guard !collection.isPublished else { return (try pictures(.test), .test) }
    let parts = try parts(memory, progress)
    if parts.training == nil {
      if let test = parts.test { return (test, .test) }
      if let validation = parts.validation { return (validation, .validation) }
    }
    let splits = try ownSplits(drawing(seed), parts)
    return (splits.test, splits.judged)
  }

  /// The names of the classes, as the set tells them.
  ///
  /// - Throws: as `splits`.
  public func classNames(memory: ScanMemory? = .user()) throws -> [String] {
    switch collection {
    case .fashionMNIST: FashionMNIST.classNames
    case .shapes: DrawnPictures.classNames
    case .cifar10, .cifar100: try pictures(.test).classes
    case .folder, .list, .tar, .vocSegmentation, .cityscapes, .masks:
      try parts(memory) { _, _ in }.classes
    }
  }

  /// The names of the classes of pixels of a published set whose folder is not there; `nil` where it is,
  /// and for other sets.
  var namesWithoutFiles: [String]? {
    guard !FileManager.default.fileExists(atPath: place) else { return nil }
    return switch collection {
    case .vocSegmentation: VOCSegmentation.classNames
    case .cityscapes: CityscapesSegmentation.classNames
    default: nil
    }
  }

  /// Some of `places` of a set, `count` of them held out as the settings say, and the rest.
  func held(
    _ count: Int, of places: [Int], of set: any PictureSet, _ seed: Seed
  ) throws -> (rest: [Int], places: [Int]) {
    guard count > 0 else { return (places, []) }
    let parts =
      switch holdout {
      case .last: try Split.held(outOf: places.count, last: count)
      case .random: try Split.held(outOf: places.count, random: count, seed: seed)
      case .stratified:
        try Split.held(outOf: places.map(set.label(at:)), stratified: count, seed: seed)
      }
    return (parts.training.map { places[$0] }, parts.validation.map { places[$0] })
  }
}

import Foundation
import Pictures

/// The folder that the classes told of pictures' pixels are written to.
///
/// For a picture `a.jpg` it gets `a.png`, the mask in the picture's size, `a-overlay.png`, the
/// picture under the colours of its classes, and once `legend.html`, their names.
public struct PredictionFolder {
  /// What the bytes of masks stand for.
  public enum Labels: String, Sendable, CaseIterable {
    /// The numbers of the classes, in a palette of their colours, as VOC's server takes them.
    case classes
    /// Cityscapes' label ids, in grey, as its server takes them.
    case cityscapes
  }

  /// How it is written to.
  public struct Options: Sendable, Hashable {
    /// What the bytes of masks stand for.
    public var labels = Labels.classes
    /// Whether there are masks alone.
    public var hasMasksOnly = false
    /// Whether files that are there already are written over.
    public var overwrites = false

    /// Masks of classes, overlays and a legend; nothing is written over.
    public init() {}
  }

  /// The files of one picture.
  public struct Files: Sendable, Hashable {
    /// The mask.
    public let mask: String
    /// The picture under the colours of its classes; `nil` where there are masks alone.
    public let overlay: String?
  }

  /// Where it is.
  public let path: String
  private let model: ModelConfig
  private let options: Options

  /// The folder at `path`, which is made where it is not there, for the `pictures` at some paths as
  /// weights of `model` tell them.
  ///
  /// - Throws: `TrainingError.badData` before anything is written: where two pictures would have
  ///   one file, a file is there already, a picture itself would be written over, or the classes
  ///   have no such labels; `.cannotWrite`.
  public init(
    _ path: String, of model: ModelConfig, for pictures: [String], _ options: Options = Options()
  ) throws {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.model = model
    self.options = options
    try requireLabels()
    try requireRoom(for: pictures, in: owners(of: pictures))
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch { throw TrainingError.cannotWrite(path, cause: error.localizedDescription) }
    if !options.hasMasksOnly { try write(legend, to: legendPath) }
  }

  /// The files of the picture at `path`.
  public func files(for picture: String) -> Files {
    let stem = stem(of: picture)
    return Files(
      mask: "\(path)/\(stem).png",
      overlay: options.hasMasksOnly ? nil : "\(path)/\(stem)-overlay.png")
  }

  /// Writes what was told of one picture.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and `ImageError.notEncoded` where memory is short.
  public func write(_ prediction: PixelPrediction) throws {
    let files = files(for: prediction.file)
    try write(mask(prediction.mask), to: files.mask)
    guard let overlay = files.overlay else { return }
    let picture = prediction.picture.overlaid(
      prediction.mask.bytes, colours: model.palette.map(\.parts))
    try write(picture.png(), to: overlay)
  }

  private func mask(_ mask: Mask) throws -> [UInt8] {
    switch options.labels {
    case .classes: return try mask.png(palette: model.palette)
    case .cityscapes:
      let ids = mask.translated(by: CityscapesLabel.labelIDs)
      return try Picture(channels: 1, height: ids.height, width: ids.width, bytes: ids.bytes).png()
    }
  }

  private func write(_ bytes: [UInt8], to file: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: file), options: .atomic)
    } catch { throw TrainingError.cannotWrite(file, cause: error.localizedDescription) }
  }
}

extension PredictionFolder {
  private var legendPath: String { "\(path)/legend.html" }

  private var legend: [UInt8] {
    let numbers = options.labels == .cityscapes ? CityscapesLabel.labelIDs.map(Int.init) : nil
    return Array(Legend(of: model, numbers: numbers).html.utf8)
  }

  /// The picture that each file is of.
  ///
  /// - Throws: `TrainingError.badData` where two are of one.
  private func owners(of pictures: [String]) throws -> [String: String] {
    var owners: [String: String] = [:]
    for picture in pictures {
      let files = files(for: picture)
      for file in [files.mask, files.overlay].compactMap(\.self) {
        guard let other = owners.updateValue(picture, forKey: file) else { continue }
        throw TrainingError.badData(
          file,
          problem: other == picture
            ? "its picture, \(picture), is named twice; name it once"
            : "\(other) and \(picture) would both be written to it; give them one after the other, "
              + "with folders of their own")
      }
    }
    return owners
  }

  /// Checks that nothing is lost.
  private func requireRoom(for pictures: [String], in owners: [String: String]) throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw TrainingError.badData(path, problem: "it is a file; name a folder for what is told")
    }
    let there = owners.keys.filter(files.fileExists).sorted()
    try requireOthers(than: pictures, in: there)
    guard !options.overwrites else { return }
    let isOther =
      !options.hasMasksOnly && files.fileExists(atPath: legendPath)
      && files.contents(atPath: legendPath) != Data(legend)
    let kept = there + (isOther ? [legendPath] : [])
    guard let first = kept.first else { return }
    let others = kept.count > 1 ? " (and \(kept.count - 1) more of them)" : ""
    throw TrainingError.badData(
      first,
      problem: "it is there already\(others); name another folder, or write over with --force")
  }

  /// Checks that none of the `files` that are there is one of the pictures.
  private func requireOthers(than pictures: [String], in files: [String]) throws {
    guard !files.isEmpty else { return }
    func resolved(_ path: String) -> String {
      URL(filePath: path).resolvingSymlinksInPath().path
    }
    let sources = Set(pictures.map(resolved))
    guard let source = files.first(where: { sources.contains(resolved($0)) }) else { return }
    throw TrainingError.badData(
      source,
      problem: "it is a picture to be told, and would be written over; name another folder")
  }

  /// Checks that the classes have the labels that are asked for.
  private func requireLabels() throws {
    guard options.labels == .cityscapes else { return }
    let names = CityscapesSegmentation.classNames
    // Where a recipe's pictures are not here to tell, classes are called by their numbers.
    guard [names, names.indices.map(String.init)].contains(model.classes) else {
      throw TrainingError.badData(
        "--labels cityscapes",
        problem:
          "it is for Cityscapes' \(names.count) classes (\(listed(names))), the weights tell "
          + "\(model.outputs) (\(listed(model.classes)))")
    }
  }
}

/// What the file at `path` is called, without its ending.
private func stem(of path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
  return String(name[..<dot])
}

import Foundation
import Torch

/// How a run was begun: a run's `origin.json`, for people; nothing is computed from it.
public struct RunOrigin: Codable, Hashable, Sendable {
  /// The words of the command.
  public let command: [String]
  /// Spar's version.
  public let spar: String
  /// libtorch's version.
  public let libtorch: String
  /// The processor's name.
  public let processor: String
  /// How many cores it has.
  public let cores: Int
  /// How many threads an operation may use where the recipe does not say.
  public let threads: Int
  /// The operating system.
  public let system: String
  /// When it was begun, ISO 8601.
  public let began: String

  /// The run that `command` of Spar's version `spar` begins now, here.
  public init(command: [String], spar: String) {
    self.command = command
    self.spar = spar
    libtorch = Engine.version
    processor = Processor.name
    cores = ProcessInfo.processInfo.activeProcessorCount
    threads = Engine.threads
    system = ProcessInfo.processInfo.operatingSystemVersionString
    began = Date().ISO8601Format()
  }

  /// The command as a shell takes it.
  public var commandLine: String { command.map(shellWord).joined(separator: " ") }

  /// The name of the file in a run's or a sweep's folder.
  static let name = "origin.json"

  /// Writes `origin.json` into the folder at `path`.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  public func write(to path: String) throws {
    try writeWhole(RunLog.line(self), to: "\(path)/\(Self.name)")
  }
}

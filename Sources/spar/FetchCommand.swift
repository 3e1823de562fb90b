import ArgumentParser
import Fetching
import Foundation
import Training

/// `spar fetch`: brings published data sets.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "List the published data sets, or bring one.",
    discussion: """
      Without a name it lists what there is, with sizes and licences. A set comes from its makers' \
      address, is held against its SHA-256 and unpacked where recipes look for it:

        spar fetch fashion-mnist
        spar fetch coco2017 /disk/data --part val,annotations
        spar fetch cifar10 --from http://mirror.example.org/data

      What broke goes on from where it was with the same command; what is there already is not \
      fetched again. An archive that you brought yourself is used where it lies in the \
      destination. The variables http_proxy, https_proxy, all_proxy and no_proxy are honoured.
      """)

  @Argument(help: "The data set to bring.")
  var name: String?

  @Argument(help: "The folder to bring it to.")
  var destination = "data"

  @Option(
    help: "The parts to bring, such as val,annotations. (default: all)",
    transform: { try parts($0) })
  var part: [String] = []

  @Option(help: "Take the files by their names from this address; checksums stay the same.")
  var from: String?

  @Flag(help: "Keep archives beside what they held.")
  var keepArchives = false

  @Flag(help: "Replace files that have other bytes than the published ones.")
  var overwrite = false

  func validate() throws {
    guard name != nil || (part.isEmpty && from == nil && !keepArchives && !overwrite) else {
      throw ValidationError("Options need the name of a data set; spar fetch lists them.")
    }
    if let from, !["http://", "https://"].contains(where: from.lowercased().hasPrefix) {
      throw ValidationError(
        "--from is '\(from)', not an address that starts with http:// or https://. Archives that "
          + "are on this machine are used where they lie in the destination.")
    }
  }

  func run() throws {
    guard let name else { return print(FetchTable(FetchableSet.all).text) }
    let stop = StopRequest()
    var isThere = true
    try reporting {
      let set = try FetchableSet.named(name)
      if set.files.isEmpty { print(FetchTable.steps(set)) }
      isThere = try bring(set, stop)
    }
    if !isThere, case .signal(let signal) = stop.reason {
      throw ExitCode(StopSignals.status(signal))
    }
  }

  /// Whether the set is there now; it is not where this was stopped.
  private func bring(_ set: FetchableSet, _ stop: StopRequest) throws -> Bool {
    let again = "what came is kept; the same command goes on"
    StopSignals(stop, resuming: again, unit: "within a second").begin()
    let output = FetchOutput()
    do {
      let fetch = try Fetch(
        set, to: destination, options, goesOn: { stop.reason == nil }, report: output.show)
      try fetch.run()
    } catch FetchError.stopped {
      output.end()
      note("spar: stopped: \(again)")
      return false
    }
    output.end()
    print(FetchTable.done(set, in: destination))
    return true
  }

  private var options: Fetch.Options {
    var options = Fetch.Options()
    (options.parts, options.mirror) = (part, from)
    (options.keepsArchives, options.overwrites) = (keepArchives, overwrite)
    return options
  }
}

/// The names of a list such as `val,annotations`.
private func parts(_ text: String) throws -> [String] {
  let names = text.split(separator: ",").map(String.init)
  guard !names.isEmpty else {
    throw ValidationError("It names no part; leave --part out for all.")
  }
  return names
}

import ArgumentParser
import Foundation
import Training

/// `spar report`: writes a page about runs.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a page that shows what came of runs.",
    discussion: """
      One HTML file that needs nothing beside it: results, curves, mistakes, examples, cost and \
      recipes, runs side by side; the first is what the others are held against. Runs may still be \
      under way.

        spar report runs/cifar10-resnet20-plain-1 runs/cifar10-resnet20-afan-1 --out both.html
        spar report sweeps/cifar10-resnet20-plain-1
      """)

  @Argument(help: "The runs' folders, or one sweep's.")
  var runs: [String]

  @Option(help: "Where to write the page.")
  var out = "report.html"

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("Name a run's folder.") }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: out, isDirectory: &isFolder), isFolder.boolValue {
      throw ValidationError("--out is a folder; name a file, such as \(out)/report.html.")
    }
  }

  func run() throws {
    try reporting {
      if runs.count == 1, FileManager.default.fileExists(atPath: "\(runs[0])/sweep.yaml") {
        try SweepReport(folder: runs[0]).write(to: out)
      } else {
        try Report(runs).write(to: out)
      }
      print("\(out)")
    }
  }
}

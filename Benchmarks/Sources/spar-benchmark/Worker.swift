import Adversary
import Foundation
import Networks
import Randomness
import Torch
import Training

/// Spar's side of the benchmark: one training step for each line `step` on standard input.
///
/// README.md, "A worker", has the protocol.
@main
struct Worker {
  static func main() throws {
    let options = try WorkerOptions(CommandLine.arguments.dropFirst())
    try Engine.setThreads(options.threads)
    let step = try TimedStep(options)
    for _ in 0..<3 { try step.take() }
    say(
      #"{"ready": true, "allocator": "\#(allocator())", "threads": \#(Engine.threads), "#
        + #""torch": "\#(Engine.version)"}"#)
    while let line = readLine() {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "step":
        let start = ContinuousClock.now
        try step.take()
        say(#"{"seconds": \#((ContinuousClock.now - start) / .seconds(1))}"#)
      case "peak": say(#"{"peak_bytes": \#(peakBytes())}"#)
      case "quit": return
      case "": continue
      case let other: throw WorkerError.unknownCommand(other)
      }
    }
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// The name of the allocator that this process runs with.
  private static func allocator() -> String {
    let maps = text(ofFile: "/proc/self/maps")
    return ["tcmalloc", "jemalloc"].first(where: maps.contains) ?? "glibc"
  }

  /// The text of a file whose size is not known beforehand, as those of /proc are.
  private static func text(ofFile path: String) -> String {
    let data = try? FileHandle(forReadingAtPath: path)?.readToEnd()
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// The largest resident size so far, as the kernel tells it.
  private static func peakBytes() -> Int {
    let status = text(ofFile: "/proc/self/status")
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return 1024 * (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
  }
}

/// What the driver asks a worker for.
struct WorkerOptions {
  var method = "plain"
  var attackSteps = 1
  var batch = 128
  var threads = 2
  var precision = Precision.fp32

  /// Reads `--step afan --attack-steps 1 ...`.
  init(_ arguments: some Collection<String>) throws {
    let words = Array(arguments)
    for index in stride(from: 0, to: words.count, by: 2) {
      guard index + 1 < words.count else { throw WorkerError.badOption(words[index]) }
      try set(words[index], words[index + 1])
    }
  }

  private mutating func set(_ name: String, _ value: String) throws {
    switch (name, Int(value)) {
    case ("--step", _) where ["plain", "afan"].contains(value): method = value
    case ("--attack-steps", let number?) where number > 0: attackSteps = number
    case ("--batch", let number?) where number > 1: batch = number
    case ("--threads", let number?) where number > 0: threads = number
    case ("--order", _) where value == "savings": return
    case ("--precision", _):
      guard let known = Precision(rawValue: value) else {
        throw WorkerError.badOption("\(name) \(value)")
      }
      precision = known
    default: throw WorkerError.badOption("\(name) \(value)")
    }
  }
}

/// What a worker refuses.
enum WorkerError: Error {
  case badOption(String)
  case unknownCommand(String)
}

/// A whole training step of ResNet-56 on one fixed batch, as the trainer takes it.
struct TimedStep {
  private let session: Session
  private let optimizer: any Optimizer
  private let batch: ClassifierBatch

  init(_ options: WorkerOptions) throws {
    var recipe = try Recipe.named("cifar10-resnet56-plain")
    recipe.precision = options.precision
    var sgd = SGDSettings()
    sgd.nesterov = true
    recipe.optimizer.kind = .sgd(sgd)
    if options.method == "afan" {
      let attack = PGD(steps: options.attackSteps, stepSize: 0.5 / 255)
      var afan = AFAN(
        cuts: [AFAN.Cut(stage: "layer1", attack: attack, lessons: [AFAN.Lesson(weight: 0.5)])])
      afan.lessonsMoveAverages = true
      recipe.method = .afan(afan)
    }
    session = try Session(recipe)
    optimizer = recipe.optimizer.optimizer(of: session.task.network, session.store)
    let images = try Tensor.uniform([options.batch, 3, 32, 32], seed: Seed(3) / "images")
    var labels = (Seed(3) / "labels").stream
    batch = ClassifierBatch(
      images: try images.channelsLast(),
      targets: try Tensor((0..<options.batch).map { _ in labels.below(10) }))
  }

  func take() throws {
    try optimizer.zeroGradients()
    let learned = try session.recipe.method.training.learn(
      session.task, from: batch, seed: session.seed)
    _ = try learned.total()
    try optimizer.step(learningRate: 0.1)
  }
}

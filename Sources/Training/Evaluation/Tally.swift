import Networks
import Pictures
import Torch

/// Some of a network's outputs: those of the classes that it may choose.
struct SomeOutputs {
  /// Their numbers, `[K]`.
  private let classes: Tensor
  /// The place among them of each class that is, `[classes]`.
  private let places: Tensor

  /// The outputs `classes` of `count`.
  init(_ classes: [Int], of count: Int, on device: Device) throws {
    var places = [Int64](repeating: 0, count: count)
    for (place, number) in classes.enumerated() { places[number] = Int64(place) }
    self.classes = try Tensor(classes.map(Int64.init), device: device)
    self.places = try Tensor(places, device: device)
  }

  /// The outputs for these classes, `[N, K]`.
  func outputs(_ logits: Tensor) throws -> Tensor { try logits.indexSelect(dim: 1, index: classes) }

  /// The places of targets, `[N]`.
  func places(of targets: Tensor) throws -> Tensor {
    try places.indexSelect(dim: 0, index: targets)
  }

  /// The classes at places, `[N]`.
  func classes(at places: Tensor) throws -> Tensor {
    try classes.indexSelect(dim: 0, index: places)
  }
}

/// Sums and choices as they come, on the device.
struct Tally {
  private let among: SomeOutputs?
  /// How many pictures were added.
  private(set) var count = 0
  private var sums: [Tensor] = []
  private var choices: [Tensor] = []
  private var confidences: [Tensor] = []
  private var labels: [Int] = []
  private var indices: [Int] = []

  /// Nothing yet; choices are among `among`, or among all classes.
  init(among: SomeOutputs?) { self.among = among }

  /// Adds what the network says of a batch by `pass`.
  mutating func add(
    _ task: Classification, _ pass: Pass, _ batch: ClassifierBatch, _ pictures: PictureBatch
  ) throws {
    var logits = try task.logits(task.network(task.begin(batch), pass))
    var targets = batch.targets
    if let among { (logits, targets) = try (among.outputs(logits), among.places(of: targets)) }
    let wide = try logits.to(.float64)
    let ranked = try logits.topk(k: min(5, logits.shape[1]), dim: 1).1
    let first = try ranked.narrow(dim: 1, start: 0, length: 1)
    let hits = try ranked.eq(targets.unsqueeze(dim: 1))
    sums.append(
      try Tensor.stack([
        hits.narrow(dim: 1, start: 0, length: 1).sum().to(.float64), hits.sum().to(.float64),
        wide.crossEntropyLoss(targets, reduction: 2),
      ]))
    let chosen = try first.squeeze(dim: 1)
    choices.append(try among?.classes(at: chosen) ?? chosen)
    confidences.append(try wide.softmax(dim: 1).gather(dim: 1, index: first).squeeze(dim: 1))
    count += pictures.count
    labels += pictures.labels.map(Int.init)
    indices += pictures.indices
  }

  /// What came of it through `branch`; the one place that waits for the device.
  func judgement(
    through branch: Pass.Branch, without skipped: [SkippedPicture]
  ) throws -> Judgement {
    let sums = try sums.isEmpty ? [] : Tensor.stack(sums).to(.cpu).elements(Double.self)
    func mean(_ column: Int) -> Double {
      stride(from: column, to: sums.count, by: 3).reduce(0) { $0 + sums[$1] }
        / Double(max(count, 1))
    }
    return Judgement(
      scores: Scores(count: count, top1: mean(0), top5: mean(1), loss: mean(2), branch: branch),
      indices: indices, labels: labels,
      choices: try joined(choices, Int64.self).map(Int.init),
      confidences: try joined(confidences, Double.self), skipped: skipped)
  }

  private func joined<Element: TensorElement>(
    _ parts: [Tensor], _: Element.Type
  ) throws -> [Element] {
    try parts.isEmpty ? [] : Tensor.cat(parts).to(.cpu).elements(Element.self)
  }
}

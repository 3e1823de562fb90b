// What a table's numbers are of, and where they are from, in words.
import Networks

extension SweepRecords {
  /// A sentence or so for each thing that is to be known.
  func caption(_ pictures: PictureSplits.Judged?) -> [String] {
    let runs = rows.flatMap(\.finished)
    guard !runs.isEmpty else { return ["No run has come to its end yet."] + origins(runs) }
    let seeds = Set(runs.map(\.recipe.seed)).sorted().map { "\($0)" }.joined(separator: ", ")
    let spreads =
      "Mean ± standard deviation over seeds \(seeds); differences are paired by seed, with the "
      + "95 % interval by Student's t."
    let unlike = unlike.map(\.rawValue).joined(separator: ", ")
    let warning =
      "\(unlike): not all runs met the same strength (evaluation, in their recipes), so that none of "
      + "these figures is held against another."
    return judged(runs, pictures) + (unlike.isEmpty ? [] : [warning]) + [spreads] + origins(runs)
  }

  /// Which pictures and weights each figure is of.
  private func judged(_ runs: [RunRecord], _ pictures: PictureSplits.Judged?) -> [String] {
    func has(_ metric: SweepMetric) -> Bool { runs.contains { metric.value(of: $0) != nil } }
    var lines: [String] = []
    let isOfPixels = has(.validationIoU)
    if has(.validation) || isOfPixels {
      let count = Self.listed(runs.compactMap { $0.epochs.last?.validation?.count })
      lines.append(
        isOfPixels
          ? "validation mIoU: mean intersection over union of the classes in percent, pixels of "
            + "\(count) validation pictures counted together, weights of the last epoch."
          : "validation: top-1 in percent on \(count) pictures held out of the training pictures, "
            + "weights of the last epoch.")
    }
    // On the validation pictures the clean figure is the one above.
    let ends = [SweepMetric.clean, .noise, .fgsm, .pgd].filter {
      has($0)
        && !($0 == .clean && pictures == .validation && (has(.validation) || isOfPixels))
    }
    if has(.shapeBias) {
      let count = Self.listed(runs.compactMap { $0.final?.last["conflict"]?.count })
      lines.append(
        "shape bias: of \(count) pictures whose shape and texture tell different classes, the part "
          + "taken for that of the shape among those taken for either, in percent; last weights.")
    }
    guard let pictures, !ends.isEmpty else { return lines }
    let names = ends.map(\.rawValue).joined(separator: ", ")
    let count = Self.listed(runs.compactMap { $0.final?.last["clean"]?.count })
    let use =
      pictures == .test ? "; they are there to be reported: nothing may be chosen by them." : "."
    lines.append(
      "\(names): \(shareName) in percent on \(count) \(pictures.rawValue) pictures, last weights\(use)"
    )
    return lines
  }

  private static func listed(_ counts: [Int]) -> String {
    Set(counts).sorted().map { "\($0)" }.joined(separator: " or ")
  }

  /// Which command made the runs, and where they were made.
  private func origins(_ runs: [RunRecord]) -> [String] {
    var lines = origin.map { ["Command: \($0.commandLine)"] } ?? []
    if origin == nil, let row = rows.first(where: { !$0.finished.isEmpty }),
      let run = row.finished.first, let origin = run.origin
    {
      lines.append("Command of \(row.name), seed \(run.recipe.seed): \(origin.commandLine)")
    }
    let places = runs.compactMap { run in
      run.origin.map {
        "\($0.processor), \($0.cores) cores, threads: \(run.recipe.threads ?? $0.threads); "
          + "Spar \($0.spar), libtorch \($0.libtorch)"
      }
    }
    if !places.isEmpty {
      lines.append("Machine: " + Set(places).sorted().joined(separator: " | "))
    }
    if Set(runs.compactMap { $0.origin?.processor }).count > 1 {
      lines.append("The runs were made on machines of different kinds: differences may be theirs.")
    }
    return lines
  }
}

extension SweepRecords {
  /// What the runs' task is judged by, in words.
  var shareName: String { rows.flatMap(\.finished).map(\.recipe).shareName }
}

extension [Recipe] {
  /// What their tasks are judged by, in words.
  var shareName: String {
    Set(map { $0.task.name == Segmentation.name ? "mIoU" : "top-1" }).sorted(by: >)
      .joined(separator: " or ")
  }
}

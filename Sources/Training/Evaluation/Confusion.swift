/// How often pictures of each class were taken for which class.
public struct Confusion: Codable, Hashable, Sendable {
  /// For each true class `[predicted class, pictures]`, where there are any, the former rising.
  public let rows: [[[Int]]]

  /// The counts of pictures of the classes `labels` that were taken for `choices`.
  ///
  /// `classes` is how many true classes there are.
  public init(labels: [Int], choices: [Int], classes: Int) {
    var counts = [[Int: Int]](repeating: [:], count: classes)
    for (label, choice) in zip(labels, choices) { counts[label][choice, default: 0] += 1 }
    rows = counts.map { row in row.sorted { $0.key < $1.key }.map { [$0.key, $0.value] } }
  }

  /// How many pictures of class `label` were taken for class `choice`.
  public func count(of label: Int, as choice: Int) -> Int {
    rows[label].first { $0[0] == choice }?[1] ?? 0
  }

  /// How many pictures there are of class `label`.
  public func total(of label: Int) -> Int { rows[label].reduce(0) { $0 + $1[1] } }

  /// Whether the rows are pairs of a class and a count of one picture or more, none so large that sums
  /// of them are no numbers.
  var isWhole: Bool {
    rows.allSatisfy {
      $0.allSatisfy {
        $0.count == 2 && (0..<ModelConfig.mostOutputs).contains($0[0])
          && (1...1 << 32).contains($0[1])
      }
    }
  }
}

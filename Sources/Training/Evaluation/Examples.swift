import Pictures

/// Which pictures are shown of all that were judged; a function of what was predicted alone.
struct Examples {
  /// The first picture told right of each class, in the set's order.
  let right: [Int]
  /// The pictures told wrong, the most confident first.
  let wrong: [Int]

  /// At most `count` of each kind.
  init(of judgement: Judgement, count: Int = 12) {
    let isRight = zip(judgement.labels, judgement.choices).map { $0 == $1 }
    var seen: Set<Int> = []
    var right: [Int] = []
    for (index, label) in judgement.labels.enumerated() where right.count < count {
      if isRight[index], seen.insert(label).inserted { right.append(index) }
    }
    let confidences = judgement.confidences
    let wrong = isRight.indices.filter { !isRight[$0] }.sorted {
      (confidences[$1], $0) < (confidences[$0], $1)
    }
    self.right = right
    self.wrong = Array(wrong.prefix(count))
  }

  /// A few of both, whose features are moved: two told right, two wrong, where there are.
  var moved: [Int] { Array(right.prefix(2) + wrong.prefix(2)) }
}

extension Picture {
  /// The picture no larger than `side` on its longer side, its proportions kept.
  func thumbnail(_ side: Int = 128) -> Picture {
    let longer = max(height, width)
    guard longer > side else { return self }
    return resized(height: max(1, height * side / longer), width: max(1, width * side / longer))
  }

  /// The picture several times as large, until its longer side has `side` pixels or more.
  func magnified(_ side: Int = 112) -> Picture {
    let times = (side + max(height, width) - 1) / max(height, width)
    guard times > 1 else { return self }
    return resized(height: times * height, width: times * width, with: .nearest)
  }
}

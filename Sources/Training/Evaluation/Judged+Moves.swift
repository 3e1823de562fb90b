import Pictures

extension Judged {
  /// Where and how far features were moved behind one stage, and what was predicted then.
  public struct MovedCut: Codable, Hashable, Sendable {
    /// The stage.
    public let stage: String
    /// The PNG of how far they were moved at each place of the picture; `nil` where it is equally
    /// far everywhere.
    public let distanceFile: String?
    /// The mean over channels of |moved - clean|, averaged over the picture.
    public let meanDistance: Double
    /// The largest mean over channels at any place.
    public let largestDistance: Double
    /// The PNG of what the move does to the loss, to first order, at each place.
    public let riseFile: String
    /// By how much the move raises the loss to first order, over all places.
    public let rise: Double
    /// The class predicted from the moved features.
    public let choice: Int
    /// How likely it was held.
    public let confidence: Double

    init(stage: String, move: FeatureMove, choice: Int, confidence: Double) {
      self.stage = stage
      distanceFile = move.distanceFile
      meanDistance = move.meanDistance
      largestDistance = move.largestDistance
      riseFile = move.riseFile
      rise = move.rise
      self.choice = choice
      self.confidence = confidence
    }
  }

  /// Where and how far the features of one picture were moved; the meaning is that of `MovedCut`.
  struct FeatureMove: Codable, Hashable, Sendable {
    let distanceFile: String?
    let meanDistance: Double
    let largestDistance: Double
    let riseFile: String
    let rise: Double
  }
}

extension JudgedFolder {
  /// Adds the pictures of where features were moved for the picture at `place`, laid over it; their
  /// names begin with `start`.
  func add<Task>(
    _ moves: FeatureMoves<Task>, of place: Int, over picture: Picture, _ start: String
  ) throws -> Judged.FeatureMove {
    let distances = moves.distances[place]
    let largest = distances.values.max() ?? 0
    let isEven = (distances.values.min() ?? 0) >= 0.98 * largest
    let distanceFile = isEven ? nil : "\(start)-distance.png"
    if let distanceFile { try add(distances.over(picture).png(), distanceFile) }
    try add(moves.rises[place].over(picture).png(), "\(start)-rise.png")
    return Judged.FeatureMove(
      distanceFile: distanceFile,
      meanDistance: distances.values.reduce(0, +) / Double(max(1, distances.values.count)),
      largestDistance: largest, riseFile: "\(start)-rise.png", rise: moves.totals[place])
  }
}

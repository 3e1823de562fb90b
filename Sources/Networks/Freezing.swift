import Torch

extension Network {
  /// The same network, in which the stages called `names` take no part in learning.
  ///
  /// Their parameters, which are in `store`, get no gradient. On every pass they run as in
  /// evaluation: batch norms use their running averages and do not move them, and nothing is
  /// dropped. Where no stage before them learns, no graph is built through them.
  ///
  /// - Throws: `NetworkError.noStage` where no stage has one of the names.
  public func freezing(_ names: [String], in store: ParameterStore) throws -> Network {
    for name in names where !stages.contains(where: { $0.name == name }) {
      throw NetworkError.noStage(name, known: stages.map(\.name))
    }
    return try mappingStages { stage in
      guard names.contains(stage.name) else { return stage }
      try store.freeze(stage.parameters)
      var stage = stage
      stage.isFrozen = true
      return stage
    }
  }

  /// The part of these stages' multiply-adds, 0...1, whose weights learn.
  public var shareLearning: Double {
    guard stages.contains(where: \.isFrozen), multiplyAdds > 0 else { return 1 }
    return stages.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.multiplyAdds) } / multiplyAdds
  }

  /// The part of these stages' multiply-adds, 0...1, that a gradient passes on its way back.
  ///
  /// It goes as far as the first stage that learns, or to behind the first of `kept`, the stages
  /// whose maps keep their gradient.
  public func shareReached(keeping kept: Set<String> = []) -> Double {
    guard stages.contains(where: \.isFrozen), multiplyAdds > 0 else { return 1 }
    let learning = stages.firstIndex { !$0.isFrozen && !$0.parameters.isEmpty } ?? stages.count
    let behind = stages.firstIndex { kept.contains($0.name) }.map { $0 + 1 } ?? stages.count
    return stages[min(learning, behind)...].reduce(0) { $0 + $1.multiplyAdds } / multiplyAdds
  }
}

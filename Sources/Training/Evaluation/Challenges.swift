extension EvaluationSettings {
  /// What the network is judged under, clean pictures first.
  public var challenges: [(name: String, challenge: Challenge)] {
    var challenges: [(name: String, challenge: Challenge)] = [("clean", .clean)]
    if let noise { challenges.append(("noise", .noise(noise))) }
    if let fgsm { challenges.append(("fgsm", .fgsm(fgsm))) }
    if let pgd { challenges.append(("pgd", .attack(pgd))) }
    return challenges
  }
}

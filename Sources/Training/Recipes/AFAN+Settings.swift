import Adversary

// The settings of A-FAN that recipes of the catalogue have.

extension AFAN {
  /// One step of 0.02 of the features' size behind `layer2`, half and whole.
  static let recommended = AFAN(
    cuts: [
      Cut(
        stage: "layer2", attack: PGD(stepSize: 0.02, unit: .relative),
        lessons: [Lesson(strength: 0.5, weight: 0.25), Lesson(weight: 0.25)])
    ])

  /// The authors' CIFAR-10 settings: five steps of 0.5/255 behind `layer1`, both halves equal,
  /// running averages that see both.
  static let authors: AFAN = {
    var afan = AFAN(
      cuts: [
        Cut(
          stage: "layer1", attack: PGD(steps: 5, stepSize: 0.5 / 255),
          lessons: [Lesson(weight: 0.5)])
      ])
    afan.lessonsMoveAverages = true
    return afan
  }()
}

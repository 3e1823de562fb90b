import Adversary

/// A case's method as the script wrote it.
struct AFANNotes: Decodable {
  struct Method: Decodable {
    let start: Attack?
    let cleanWeight: Double
    let cuts: [Cut]
    let lessonsMoveAverages: Bool
    let frontAttached: Bool
    let cleanFirst: Bool

    var afan: AFAN {
      AFAN(cleanWeight: cleanWeight, cuts: cuts.map(\.cut))
        .with {
          $0.lessonsMoveAverages = lessonsMoveAverages
          $0.front = frontAttached ? .attached : .detached
          $0.start = start.map { .attacked($0.pgd) } ?? .clean
        }
    }
  }

  struct Cut: Decodable {
    let stage: String
    let attack: Attack
    let lessons: [Lesson]

    var cut: AFAN.Cut {
      AFAN.Cut(stage: stage, attack: attack.pgd, lessons: lessons.map(\.lesson))
    }
  }

  struct Attack: Decodable {
    let steps: Int
    let stepSize: Double
    let norm: String
    let relative: Bool
    let radius: Double?
    let range: [Double]?
    let targeted: Bool

    var pgd: PGD {
      PGD(
        steps: steps, stepSize: stepSize, unit: relative ? .relative : .absolute,
        norm: norm == "l2" ? .l2 : .linf, radius: radius, range: range.map { $0[0]...$0[1] },
        targeted: targeted)
    }
  }

  struct Lesson: Decodable {
    let strength: Double
    let weight: Double
    let normalization: String

    var lesson: AFAN.Lesson {
      AFAN.Lesson(
        strength: strength, weight: weight,
        normalization: AFAN.Lesson.Statistics(rawValue: normalization))
    }
  }

  let method: Method
}

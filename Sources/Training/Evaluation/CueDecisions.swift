import Pictures

/// Whether a classifier went by shape or by texture, where the two tell different classes (Geirhos et
/// al., 2019, arXiv 1811.12231, section 2.3).
public struct CueDecisions: Codable, Hashable, Sendable {
  /// How many pictures of each class of shape were judged.
  public let pictures: [Int]
  /// How many of these were taken for the class of their shape.
  public let byShape: [Int]
  /// How many of these were taken for the class of their texture.
  public let byTexture: [Int]
  /// The part of all pictures that were taken for either class, 0...1.
  public let answered: Double
  /// The part of these that were taken for the class of their shape, 0...1; `nil` where there are none.
  public let shapeBias: Double?

  /// What `choices` went by, of pictures whose shapes and textures tell these of `classes` classes.
  init(shapes: [Int], textures: [Int], choices: [Int], classes: Int) {
    var pictures = [Int](repeating: 0, count: classes)
    var byShape = pictures
    var byTexture = pictures
    for (choice, (shape, texture)) in zip(choices, zip(shapes, textures)) where shape != texture {
      pictures[shape] += 1
      if choice == shape { byShape[shape] += 1 }
      if choice == texture { byTexture[shape] += 1 }
    }
    self.pictures = pictures
    self.byShape = byShape
    self.byTexture = byTexture
    let (shaped, textured) = (byShape.reduce(0, +), byTexture.reduce(0, +))
    answered = Double(shaped + textured) / Double(max(1, pictures.reduce(0, +)))
    shapeBias = Self.bias(shaped, textured)
  }

  /// The shape bias among pictures whose shape is of one class; `nil` where neither cue was answered.
  public func shapeBias(of shape: Int) -> Double? { Self.bias(byShape[shape], byTexture[shape]) }

  private static func bias(_ shaped: Int, _ textured: Int) -> Double? {
    shaped + textured > 0 ? Double(shaped) / Double(shaped + textured) : nil
  }
}

extension CueDecisions {
  /// Reads what was written of them.
  ///
  /// - Throws: `DecodingError` also where not all lists are of the same classes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    pictures = try values.decode([Int].self, forKey: .pictures)
    byShape = try values.decode([Int].self, forKey: .byShape)
    byTexture = try values.decode([Int].self, forKey: .byTexture)
    answered = try values.decode(Double.self, forKey: .answered)
    shapeBias = try values.decodeIfPresent(Double.self, forKey: .shapeBias)
    let lists = [pictures, byShape, byTexture]
    guard Set(lists.map(\.count)).count == 1,
      lists.allSatisfy({ $0.allSatisfy((0...1 << 32).contains) })
    else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "pictures, byShape and byTexture are no counts of the same classes"))
    }
  }
}

extension Judgement {
  /// The same, whose scores tell what decisions on `pictures`, which were judged, went by.
  func withCues(of pictures: DrawnPictures) -> Judgement {
    var judgement = self
    judgement.scores.cues = CueDecisions(
      shapes: indices.map(pictures.label(at:)), textures: indices.map(pictures.texture(at:)),
      choices: choices, classes: pictures.classes.count)
    return judgement
  }
}

extension Recipe {
  /// The pictures whose cues conflict that the network is judged on; others for validation than for
  /// testing; `nil` for none.
  var conflictPictures: DrawnPictures? {
    evaluation.conflict.map {
      data.drawn(.conflicting, $0, "conflict \(evaluation.pictures.rawValue)")
    }
  }
}

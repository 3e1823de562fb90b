import Foundation
import Pictures
import Testing

/// What Golden/pictures_augmentation.py wrote of torchvision's and timm's tables.
struct PublishedTables: Decodable {
  var policies: [String: [[Step]]] = [:]
  var magnitudes: [Row] = []

  /// One operation of a policy.
  struct Step: Decodable {
    let operation: String
    let probability: Double
    let level: Double?

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      operation = try values.decode(String.self)
      probability = try values.decode(Double.self)
      level = try values.decodeNil() ? nil : values.decode(Double.self)
    }
  }

  /// What one level of one operation means.
  struct Row: Decodable, CustomTestStringConvertible {
    let magnitudes: String
    let operation: String
    let level: Double
    let highest: Double
    let height: Int
    let width: Int
    let signed: Bool
    let amount: Double

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      magnitudes = try values.decode(String.self)
      operation = try values.decode(String.self)
      level = try values.decode(Double.self)
      highest = try values.decode(Double.self)
      height = try values.decode(Int.self)
      width = try values.decode(Int.self)
      signed = try values.decode(Bool.self)
      amount = try values.decode(Double.self)
    }

    var testDescription: String { "\(magnitudes) \(operation) \(level) \(height)x\(width)" }
  }

  static let all: PublishedTables = {
    do {
      let data = try Data(contentsOf: GoldenPicture.url("augmentation/policies.json"))
      return try JSONDecoder().decode(PublishedTables.self, from: data)
    } catch {
      Issue.record("policies.json: \(error)")
      return PublishedTables()
    }
  }()
}

extension PublishedTables.Row {
  /// The change that torchvision or timm makes of it.
  var change: PictureChange { get throws { try change(amount) } }

  /// The same the other way.
  var otherWay: PictureChange {
    get throws {
      guard isFactor, magnitudes != "torchvision" else { return try change(-amount) }
      return try change(max(0.1, 1 - level / 10 * 0.9))
    }
  }

  private var isFactor: Bool {
    ["Color", "Contrast", "Brightness", "Sharpness"].contains(operation)
  }

  /// torchvision's numbers are not yet factors, pixels and thresholds.
  private func change(_ amount: Double) throws -> PictureChange {
    var amount = amount
    if magnitudes == "torchvision" {
      if isFactor { amount += 1 }
      if operation.hasPrefix("Translate") { amount = Double(Int(amount)) }
      if operation == "Solarize" { amount *= 255 }
    }
    let name = operation.hasSuffix("Rel") ? String(operation.dropLast(3)) : operation
    return try PicturesTests.change(name.prefix(1).lowercased() + name.dropFirst(), amount)
  }
}

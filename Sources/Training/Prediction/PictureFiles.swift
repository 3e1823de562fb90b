import Pictures

/// Picture files in a given order, without classes; read when they are asked for.
struct PictureFiles: EncodedPictureSet {
  /// Where they are.
  let paths: [String]
  /// How they are decoded.
  let decoding: ImageDecoding
  /// How large they may be.
  let limits: ImageLimits

  var count: Int { paths.count }
  var classes: [String] { [] }
  var description: String { "\(count) pictures" }

  func label(at index: Int) -> Int { 0 }

  func image(at index: Int) throws -> ImageFile { try ImageFile(paths[index], limits: limits) }
}

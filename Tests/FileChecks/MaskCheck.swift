import Pictures

extension FileCheck {
  /// Masks as PNG: a mask has the size that the header tells; written with a palette, or as a grey
  /// picture, it reads the same.
  public static let mask = FileCheck(name: "mask", longest: 4_096) { bytes, _ in
    try outcome(of: "mask.png", refusedBy: [ImageError.self, MaskError.self]) {
      let limits = ImageLimits(pixels: 1 << 16, bytes: 1 << 16)
      let mask = try Mask(png: bytes, name: "mask.png", limits: limits)
      let header = try ImageFile(bytes: bytes, name: "mask.png", limits: limits).header
      try require(
        header.channels == 1 && header.bits <= 8 && mask.height == header.height
          && mask.width == header.width, "\(mask.height)x\(mask.width) was made of \(header)")
      try require(
        mask.bytes.allSatisfy { Int($0) < 1 << header.bits }, "a number has too many bits")
      try checkWriting(mask)
    }
  }

  /// Masks of SBD: a mask that is read can be written as PNG, and reads the same.
  public static let sbd = FileCheck(name: "sbd", longest: 4_096) { bytes, _ in
    try outcome(of: "mask.mat", refusedBy: [ImageError.self, MaskError.self]) {
      let limits = ImageLimits(pixels: 1 << 16, bytes: 1 << 20)
      let mask = try Mask(sbd: bytes, name: "mask.mat", limits: limits)
      try require(mask.bytes.count <= limits.pixels, "the limit is broken")
      try checkWriting(mask)
    }
  }
}

/// Requires that a mask reads the same after it was written.
private func checkWriting(_ mask: Mask) throws {
  let palette = Array(Palette.voc[...Int(mask.bytes[0])])
  let written = try Mask(png: mask.png(palette: palette), name: "mask.png")
  try require(written == mask, "it was written with a palette, and reads otherwise")
  let grey = Picture(channels: 1, height: mask.height, width: mask.width, bytes: mask.bytes)
  try require(
    Mask(png: grey.png(), name: "mask.png") == mask, "it was written as grey, and reads otherwise")
}

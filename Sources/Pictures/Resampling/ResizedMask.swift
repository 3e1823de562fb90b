extension ResizedPart {
  /// What is shown of a mask, of the size that the picture has: each new pixel has the label that
  /// lies under its middle, as Pillow's `resize(size, NEAREST)` finds it, whatever `resampling` is;
  /// `Mask.ignored` where it reaches beyond.
  func made(of mask: Mask) -> Mask {
    let rows = SideWeights(self.rows(.full(mask.height)), .nearest).lines.map { Int($0.first) }
    let columns = SideWeights(self.columns(.full(mask.width)), .nearest).lines.map {
      Int($0.first)
    }
    let first = missing.rows * shown.width + missing.columns
    let count = shown.height * shown.width
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      target.initialize(repeating: Mask.ignored)
      initialized = count
      mask.bytes.withUnsafeBufferPointer { source in
        for (row, from) in rows.enumerated() {
          let line = first + row * shown.width
          for (column, place) in columns.enumerated() {
            target[line + column] = source[from * mask.width + place]
          }
        }
      }
    }
    return Mask(height: shown.height, width: shown.width, bytes: bytes)
  }
}

/// How the stages of a backbone keep their maps from becoming smaller than an output stride allows.
///
/// A stage that would go beyond it has stride 1; its blocks behind the first, and all stages behind it,
/// have so many times larger steps between the elements of their windows (Chen et al., 2018, 3.1). The
/// first block keeps the steps of the stage before, as in torchvision and timm.
struct Dilations {
  /// What one stage does.
  struct Step {
    /// The stride of the first block.
    let stride: Int
    /// The dilation of the first block.
    let first: Int
    /// The dilation of the blocks behind it.
    let rest: Int
  }

  private let outputStride: Int
  private var stride: Int
  private var dilation = 1

  /// Of maps that have one for `stride` pixels along each side, and shall have one for `outputStride` at
  /// most.
  init(outputStride: Int, from stride: Int) {
    self.outputStride = outputStride
    self.stride = stride
  }

  /// What the next stage does, whose stride would be `wanted`.
  mutating func next(stride wanted: Int) -> Step {
    guard stride * wanted > outputStride else {
      stride *= wanted
      return Step(stride: wanted, first: dilation, rest: dilation)
    }
    let before = dilation
    dilation *= wanted
    return Step(stride: 1, first: before, rest: dilation)
  }
}

/// One thing that an event tells: a tag and its value.
///
/// Numbers, pictures and histograms have the fields that `torch.utils.tensorboard.SummaryWriter`
/// writes by default, which every version of TensorBoard reads.
struct Summary {
  /// What is told.
  enum Value {
    /// A number.
    case scalar(Float)
    /// An encoded picture of `[channels, height, width]`.
    case image(png: [UInt8], shape: [Int])
    /// How numbers are distributed.
    case histogram(Histogram)
    /// Text in Markdown.
    case text(String)
  }

  /// What the value is of; TensorBoard groups by what stands before the first slash.
  let tag: String
  /// What is told.
  let value: Value

  /// Writes the message `tensorboard.Summary.Value`
  /// (tensorboard/compat/proto/summary.proto).
  func write(to message: inout WireMessage) {
    switch value {
    case .scalar(let number):
      message.add(1, tag)
      message.add(2, oneOf: number)
    case .image(let png, let shape):
      message.add(1, tag)
      message.add(4) { image in
        image.add(1, shape[1])
        image.add(2, shape[2])
        image.add(3, shape[0])
        image.add(4, bytes: png)
      }
    case .histogram(let histogram):
      message.add(1, tag)
      message.add(5, message: histogram.write)
    case .text(let text):
      message.add(1, "\(tag)/text_summary")
      message.add(8) { Self.write(text, to: &$0) }
      message.add(9) { metadata in
        metadata.add(1) { plugin in
          plugin.add(1, "text")
        }
      }
    }
  }

  /// Writes the message `tensorboard.TensorProto` of one string.
  private static func write(_ text: String, to tensor: inout WireMessage) {
    let dtString = 7
    tensor.add(1, dtString)
    tensor.add(2) { shape in
      shape.add(2) { dimension in dimension.add(1, 1) }
    }
    tensor.add(8, bytes: Array(text.utf8))
  }
}

extension Histogram {
  /// Writes the message `tensorboard.HistogramProto`.
  func write(to message: inout WireMessage) {
    message.add(1, min)
    message.add(2, max)
    message.add(3, Double(count))
    message.add(4, sum)
    message.add(5, sumOfSquares)
    message.add(6, packed: limits)
    message.add(7, packed: counts)
  }
}

import Foundation

/// One record of a TensorBoard event file.
struct Event {
  /// What an event tells.
  enum Content {
    /// The first record: what kind of file it is, and who writes it.
    case begins(writer: String)
    /// Values.
    case summary([Summary])
  }

  /// Seconds since 1970.
  let time: Double
  /// How many steps the run has made.
  let step: Int
  /// What it tells.
  let content: Content

  /// The message `tensorboard.Event` (tensorboard/compat/proto/event.proto).
  var message: [UInt8] {
    WireMessage { message in
      message.add(1, time)
      message.add(2, step)
      switch content {
      case .begins(let writer):
        message.add(3, "brain.Event:2")
        message.add(10) { $0.add(1, writer) }
      case .summary(let values):
        message.add(5) { summary in
          for value in values { summary.add(1, message: value.write) }
        }
      }
    }.bytes
  }

  /// The message in a TFRecord: its length, a check of that, the message, a check of it
  /// (tensorflow.org/tutorials/load_data/tfrecord).
  var record: Data {
    let message = message
    let length = littleEndian(UInt64(message.count))
    return Data(
      length + littleEndian(CRC32C.masked(length)) + message
        + littleEndian(CRC32C.masked(message)))
  }
}

import Foundation

extension Schedule {
  /// Where a rate falls in steps.
  public struct Steps: Sendable, Hashable {
    /// The epochs, counted from 0, at whose start the rate falls.
    public var epochs: [Int] = []
    /// What it is multiplied by each time.
    public var factor = 0.1

    /// A rate that falls to a tenth at the start of some epochs.
    public init(epochs: [Int] = [], factor: Double = 0.1) {
      self.epochs = epochs
      self.factor = factor
    }

    func factor(at epoch: Double) -> Double {
      pow(factor, Double(epochs.count { $0 <= Int(epoch) }))
    }
  }

  /// Where a cosine ends.
  public struct Cosine: Sendable, Hashable {
    /// The last rate as a part of the highest, 0...1.
    public var end = 0.0

    /// A cosine that ends at a part of the highest rate.
    public init(end: Double = 0) {
      self.end = end
    }

    func factor(at step: Int, of length: Int) -> Double {
      let turn = Double.pi * Double(step) / Double(length)
      return end + (1 - end) * (1 + cos(turn)) / 2
    }
  }

  /// How a rate falls with what remains of a run (Chen et al., 2018, 4.1: "poly").
  public struct Polynomial: Sendable, Hashable {
    /// The power of what remains; above 0, 1 falls in a line.
    public var power = 1.0
    /// The last rate as a part of the highest, 0...1.
    public var end = 0.0

    /// A line down to 0, or another power and end.
    public init(power: Double = 1, end: Double = 0) {
      self.power = power
      self.end = end
    }

    func factor(at step: Int, of length: Int) -> Double {
      end + (1 - end) * pow(1 - Double(step) / Double(length), power)
    }
  }

  /// How fast a rate decays (Tan and Le, 2019, 5.1: 0.97 every 2.4 epochs).
  public struct Exponential: Sendable, Hashable {
    /// What the rate is multiplied by each time.
    public var factor = 0.97
    /// Every how many epochs.
    public var epochs = 2.4
    /// Whether it falls all at once at the end of these epochs, or a little with every step.
    public var staircase = true

    /// EfficientNet's decay, in steps.
    public init(factor: Double = 0.97, epochs: Double = 2.4, staircase: Bool = true) {
      self.factor = factor
      self.epochs = epochs
      self.staircase = staircase
    }

    func factor(at epoch: Double) -> Double {
      let times = epoch / epochs
      // Rounding must not put off a fall that is due.
      return pow(factor, staircase ? (times + 1e-9).rounded(.down) : times)
    }
  }
}

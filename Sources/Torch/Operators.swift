/// Arithmetic on every element; shapes are broadcast as NumPy does.
extension Tensor {
  /// The negative of every element.
  public static prefix func - (x: Tensor) throws -> Tensor { try x.neg() }

  /// The sum of matching elements.
  public static func + (x: Tensor, y: Tensor) throws -> Tensor { try x.add(y) }
  /// The sum of each element and a number.
  public static func + (x: Tensor, y: Double) throws -> Tensor { try x.add(y) }
  /// The sum of a number and each element.
  public static func + (x: Double, y: Tensor) throws -> Tensor { try y.add(x) }

  /// The difference of matching elements.
  public static func - (x: Tensor, y: Tensor) throws -> Tensor { try x.sub(y) }
  /// The difference of each element and a number.
  public static func - (x: Tensor, y: Double) throws -> Tensor { try x.sub(y) }
  /// The difference of a number and each element.
  public static func - (x: Double, y: Tensor) throws -> Tensor { try y.neg().add(x) }

  /// The product of matching elements.
  public static func * (x: Tensor, y: Tensor) throws -> Tensor { try x.mul(y) }
  /// The product of each element and a number.
  public static func * (x: Tensor, y: Double) throws -> Tensor { try x.mul(y) }
  /// The product of a number and each element.
  public static func * (x: Double, y: Tensor) throws -> Tensor { try y.mul(x) }

  /// The quotient of matching elements.
  public static func / (x: Tensor, y: Tensor) throws -> Tensor { try x.div(y) }
  /// The quotient of each element and a number.
  public static func / (x: Tensor, y: Double) throws -> Tensor { try x.div(y) }
}

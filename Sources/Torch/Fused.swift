import CTorch

/// What an optimizer does to many parameters at once, in one call.
public enum Fused {
  /// One step of SGD as `torch.optim.SGD` takes it, in place.
  ///
  /// Every parameter has a gradient of its own layout; `momenta` hold the velocity, of the same
  /// shapes (empty where `momentum` is 0), which the first step only writes.
  public static func sgd(
    _ parameters: [Tensor], momenta: [Tensor], learningRate: Double, momentum: Double,
    weightDecay: Double, nesterov: Bool, isFirstStep: Bool
  ) throws {
    try check(
      ct_sgd(
        parameters.map(\.handle), parameters.count, momenta.map(\.handle), momenta.count,
        learningRate, momentum, weightDecay, nesterov, isFirstStep),
      "sgd")
  }

  /// The 2-norm of all the parameters' gradients together.
  public static func gradientNorm(_ parameters: [Tensor]) throws -> Double {
    var norm = 0.0
    try check(
      ct_gradient_norm(parameters.map(\.handle), parameters.count, &norm), "gradient norm",
      parameters)
    return norm
  }

  /// Multiplies the parameters' gradients by `factor`, in place.
  public static func scaleGradients(_ parameters: [Tensor], by factor: Double) throws {
    try check(
      ct_scale_gradients(parameters.map(\.handle), parameters.count, factor), "scale gradients",
      parameters)
  }
}

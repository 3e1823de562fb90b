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

  /// One step of AdamW as `torch.optim.AdamW` takes it, in place.
  ///
  /// Every parameter has a gradient, an average of gradients (`means`) and one of their squares, of
  /// its own shape and layout, and in `steps` one float32 number that the step counts up.
  public static func adamW(
    _ parameters: [Tensor], means: [Tensor], squares: [Tensor], steps: [Tensor],
    learningRate: Double, betas: (Double, Double), epsilon: Double, weightDecay: Double
  ) throws {
    precondition(
      [means, squares, steps].allSatisfy { $0.count == parameters.count },
      "AdamW takes two averages and a number of steps for every parameter")
    try check(
      ct_adamw(
        parameters.map(\.handle), parameters.count, means.map(\.handle), squares.map(\.handle),
        steps.map(\.handle), learningRate, betas.0, betas.1, epsilon, weightDecay),
      "adamw")
  }

  /// One step of RMSProp as TensorFlow takes it, in place.
  ///
  /// Every parameter has a gradient and an average of its squares, of its own shape and layout;
  /// `velocities` too (empty where `momentum` is 0). The epsilon is added inside the square root,
  /// the learning rate is part of the velocity. `decouplesDecay` shrinks parameters by the decay
  /// rather than adding it to their gradients.
  public static func rmsProp(
    _ parameters: [Tensor], squares: [Tensor], velocities: [Tensor], learningRate: Double,
    alpha: Double, epsilon: Double, momentum: Double, weightDecay: Double, decouplesDecay: Bool
  ) throws {
    precondition(
      squares.count == parameters.count, "RMSProp takes an average of squares for every parameter")
    try check(
      ct_rmsprop(
        parameters.map(\.handle), parameters.count, squares.map(\.handle),
        velocities.map(\.handle), velocities.count, learningRate, alpha, epsilon, momentum,
        weightDecay, decouplesDecay),
      "rmsprop")
  }

  /// Moves each of `tensors` by `weight` of the way to its one of `ends`, in place, 0...1.
  ///
  /// As `torch.lerp`; all are floating point, the two of a pair of one type and shape.
  public static func lerp(_ tensors: [Tensor], to ends: [Tensor], weight: Double) throws {
    precondition(tensors.count == ends.count, "every tensor has its own end")
    try check(
      ct_lerp_all(tensors.map(\.handle), ends.map(\.handle), tensors.count, weight), "lerp",
      tensors)
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

import Adversary
import Networks
import Randomness
import Torch

/// What is done to pictures before a network judges them.
public enum Challenge: Sendable, Hashable {
  /// Nothing.
  case clean
  /// Gaussian noise of this deviation, of pictures in 0...1; sums are cut to 0...1.
  case noise(Double)
  /// An attack on the pixels through the network as it is evaluated.
  case attack(PGD)

  /// The fast gradient sign method with one step of `size` (Goodfellow et al., 2015).
  public static func fgsm(_ size: Double) -> Challenge {
    .attack(PGD(stepSize: size, radius: size, range: 0...1))
  }
}

extension Challenge {
  /// What it makes of pictures in 0...1 that `start` holds before the first stage.
  ///
  /// `done` pictures of the set came before them; whatever is drawn is drawn from `seed`. Attacks raise
  /// the loss of `task`'s network by `pass`.
  func applied<Task: RecognitionTask>(
    to start: Task.State, of task: Task, _ pass: Pass, after done: Int, seed: Seed
  ) throws -> Task.State {
    let place = task.network.stages[0].features
    var state = start
    switch self {
    case .clean: break
    case .noise(let deviation):
      state[keyPath: place] = try start[keyPath: place].map {
        try Self.noisy($0, deviation, after: done, seed)
      }
    case .attack(var attack):
      let seed = seed / done
      attack.range = 0...1
      let aimed = attack.targeted ? try task.retargeted(start, seed: seed) : start
      state[keyPath: place] = try attack.perturb(start[keyPath: place], seed: seed / "attack") {
        var state = aimed
        state[keyPath: place] = $0
        return try task.losses(task.network(state, pass)).total()
      }
    }
    return state
  }

  /// Pictures under noise that each draws for itself, so that no batch size has a say.
  private static func noisy(
    _ images: Tensor, _ deviation: Double, after done: Int, _ seed: Seed
  ) throws -> Tensor {
    let noise = try (0..<images.shape[0]).map { index in
      try Tensor.normal(
        Array(images.shape.dropFirst()), deviation: deviation,
        seed: seed / "noise" / (done + index), device: images.device)
    }
    return try (images + Tensor.stack(noise).to(images.dtype)).clamp(min: 0, max: 1)
  }
}

import CTorch
import Foundation

/// Whether operations on this thread are recorded for a backward pass.
public var isRecordingGradients: Bool { ct_is_recording() }

extension Tensor {
  /// `made`, which `work` made of `inputs` without a graph, as if it had made it with one.
  ///
  /// A backward pass runs `work` again, on tensors equal to `inputs`, and goes through that: its
  /// graph is there only as long as it is needed (Chen et al., 2016, arXiv 1604.06174). `work` must
  /// make the same again, and in the same order; `parameters` are what else it reads whose gradient
  /// is wanted. There are no second derivatives.
  ///
  /// On a GPU `work` runs on libtorch's thread for that device, while this one waits.
  public static func recomputing(
    _ made: [Tensor], from inputs: [Tensor], _ parameters: [Tensor],
    by work: @escaping ([Tensor]) throws -> [Tensor]
  ) throws -> [Tensor] {
    try makeAll("recompute", made.count, made + inputs) {
      ct_recompute(
        made.map(\.handle), made.count, inputs.map(\.handle), inputs.count,
        parameters.map(\.handle), parameters.count,
        Recomputation(work, inputs: inputs.count, results: made.count).given, $0)
    }
  }
}

/// Work in a form that libtorch can keep.
private final class Recomputation {
  private let work: ([Tensor]) throws -> [Tensor]
  private let inputs: Int
  private let results: Int

  init(_ work: @escaping ([Tensor]) throws -> [Tensor], inputs: Int, results: Int) {
    self.work = work
    self.inputs = inputs
    self.results = results
  }

  /// Owned by whoever takes it, until it is released.
  var given: ct_work {
    ct_work(
      context: Unmanaged.passRetained(self).toOpaque(),
      run: { Unmanaged<Recomputation>.fromOpaque($0).takeUnretainedValue().run($1, $2) },
      release: { Unmanaged<Recomputation>.fromOpaque($0).release() })
  }

  /// Does the work; a message where it throws.
  private func run(
    _ handles: UnsafePointer<ct_tensor>, _ made: UnsafeMutablePointer<ct_tensor?>
  ) -> UnsafeMutablePointer<CChar>? {
    do {
      let again = try work((0..<inputs).map { Tensor(owning: ct_share(handles[$0])) })
      guard again.count == results else {
        return strdup("work made \(results) tensors, and \(again.count) when it was done again")
      }
      for (place, tensor) in again.enumerated() { made[place] = ct_share(tensor.handle) }
      return nil
    } catch {
      return strdup("\(error)")
    }
  }
}

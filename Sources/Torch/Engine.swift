import CTorch

/// What libtorch is here, and what it costs.
public enum Engine {
  /// libtorch's version, such as `2.13.0`.
  public static var version: String { String(cString: ct_version_string()) }

  /// The best vector instructions libtorch uses on this processor, such as `AVX512`.
  public static var processorCapability: String { String(cString: ct_cpu_capability()) }

  /// How many CUDA devices libtorch can use.
  public static var cudaDevices: Int { Int(ct_cuda_devices()) }

  /// How many threads one operation may use.
  public static var threads: Int { Int(ct_threads()) }

  /// Sets how many threads one operation may use; once, before the first tensor.
  public static func setThreads(_ count: Int) throws {
    try check(ct_set_threads(Int32(clamping: count)), "set \(count) threads")
  }

  /// Keeps CUDA's convolutions in full float32, by algorithms that repeat their results bit for
  /// bit.
  public static func requireExactCUDA() throws {
    try check(ct_require_exact_cuda(), "require exact CUDA")
  }

  /// The multiply-adds of the convolutions and matrix products in `work`.
  ///
  /// Counted from the shapes of the operations that ran, forward passes only.
  public static func multiplyAdds(in work: () throws -> Void) throws -> Double {
    try check(ct_start_counting(), "start counting")
    var count = 0.0
    let outcome = Swift.Result { try work() }
    try check(ct_stop_counting(&count), "stop counting")
    try outcome.get()
    return count
  }
}

// Written by Scripts/generate-operations; change Scripts/operations.txt instead.
// swift-format-ignore-file
import CTorch

extension Tensor {
  /// libtorch's `add.Tensor`.
  public func add(_ other: Tensor, alpha: Double = 1) throws -> Tensor {
    try Tensor.make("add", [self, other]) {
      ct_op_add_Tensor(self.handle, other.handle, alpha, $0)
    }
  }

  /// libtorch's `add.Scalar`.
  public func add(_ other: Double, alpha: Double = 1) throws -> Tensor {
    try Tensor.make("add", [self]) {
      ct_op_add_Scalar(self.handle, other, alpha, $0)
    }
  }

  /// libtorch's `sub.Tensor`.
  public func sub(_ other: Tensor, alpha: Double = 1) throws -> Tensor {
    try Tensor.make("sub", [self, other]) {
      ct_op_sub_Tensor(self.handle, other.handle, alpha, $0)
    }
  }

  /// libtorch's `sub.Scalar`.
  public func sub(_ other: Double, alpha: Double = 1) throws -> Tensor {
    try Tensor.make("sub", [self]) {
      ct_op_sub_Scalar(self.handle, other, alpha, $0)
    }
  }

  /// libtorch's `mul.Tensor`.
  public func mul(_ other: Tensor) throws -> Tensor {
    try Tensor.make("mul", [self, other]) {
      ct_op_mul_Tensor(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `mul.Scalar`.
  public func mul(_ other: Double) throws -> Tensor {
    try Tensor.make("mul", [self]) {
      ct_op_mul_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `div.Tensor`.
  public func div(_ other: Tensor) throws -> Tensor {
    try Tensor.make("div", [self, other]) {
      ct_op_div_Tensor(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `div.Scalar`.
  public func div(_ other: Double) throws -> Tensor {
    try Tensor.make("div", [self]) {
      ct_op_div_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `neg`.
  public func neg() throws -> Tensor {
    try Tensor.make("neg", [self]) {
      ct_op_neg(self.handle, $0)
    }
  }

  /// libtorch's `abs`.
  public func abs() throws -> Tensor {
    try Tensor.make("abs", [self]) {
      ct_op_abs(self.handle, $0)
    }
  }

  /// libtorch's `sign`.
  public func sign() throws -> Tensor {
    try Tensor.make("sign", [self]) {
      ct_op_sign(self.handle, $0)
    }
  }

  /// libtorch's `sqrt`.
  public func sqrt() throws -> Tensor {
    try Tensor.make("sqrt", [self]) {
      ct_op_sqrt(self.handle, $0)
    }
  }

  /// libtorch's `square`.
  public func square() throws -> Tensor {
    try Tensor.make("square", [self]) {
      ct_op_square(self.handle, $0)
    }
  }

  /// libtorch's `exp`.
  public func exp() throws -> Tensor {
    try Tensor.make("exp", [self]) {
      ct_op_exp(self.handle, $0)
    }
  }

  /// libtorch's `log`.
  public func log() throws -> Tensor {
    try Tensor.make("log", [self]) {
      ct_op_log(self.handle, $0)
    }
  }

  /// libtorch's `pow.Tensor_Scalar`.
  public func pow(_ exponent: Double) throws -> Tensor {
    try Tensor.make("pow", [self]) {
      ct_op_pow_Tensor_Scalar(self.handle, exponent, $0)
    }
  }

  /// libtorch's `maximum`.
  public func maximum(_ other: Tensor) throws -> Tensor {
    try Tensor.make("maximum", [self, other]) {
      ct_op_maximum(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `minimum`.
  public func minimum(_ other: Tensor) throws -> Tensor {
    try Tensor.make("minimum", [self, other]) {
      ct_op_minimum(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `clamp`.
  public func clamp(min: Double? = nil, max: Double? = nil) throws -> Tensor {
    try Tensor.make("clamp", [self]) {
      ct_op_clamp(self.handle, min != nil, min ?? 0, max != nil, max ?? 0, $0)
    }
  }

  /// libtorch's `clamp.Tensor`.
  public func clamp(min: Tensor? = nil, max: Tensor? = nil) throws -> Tensor {
    try Tensor.make("clamp", [self, min, max]) {
      ct_op_clamp_Tensor(self.handle, min?.handle, max?.handle, $0)
    }
  }

  /// libtorch's `relu`.
  public func relu() throws -> Tensor {
    try Tensor.make("relu", [self]) {
      ct_op_relu(self.handle, $0)
    }
  }

  /// libtorch's `sigmoid`.
  public func sigmoid() throws -> Tensor {
    try Tensor.make("sigmoid", [self]) {
      ct_op_sigmoid(self.handle, $0)
    }
  }

  /// libtorch's `silu`.
  public func silu() throws -> Tensor {
    try Tensor.make("silu", [self]) {
      ct_op_silu(self.handle, $0)
    }
  }

  /// libtorch's `hardtanh`.
  public func hardtanh(_ minVal: Double = -1, maxVal: Double = 1) throws -> Tensor {
    try Tensor.make("hardtanh", [self]) {
      ct_op_hardtanh(self.handle, minVal, maxVal, $0)
    }
  }

  /// libtorch's `addcmul`.
  public func addcmul(_ tensor1: Tensor, tensor2: Tensor, value: Double = 1) throws -> Tensor {
    try Tensor.make("addcmul", [self, tensor1, tensor2]) {
      ct_op_addcmul(self.handle, tensor1.handle, tensor2.handle, value, $0)
    }
  }

  /// libtorch's `round`.
  public func round() throws -> Tensor {
    try Tensor.make("round", [self]) {
      ct_op_round(self.handle, $0)
    }
  }

  /// libtorch's `floor`.
  public func floor() throws -> Tensor {
    try Tensor.make("floor", [self]) {
      ct_op_floor(self.handle, $0)
    }
  }

  /// libtorch's `lerp.Scalar`.
  public func lerp(_ end: Tensor, weight: Double) throws -> Tensor {
    try Tensor.make("lerp", [self, end]) {
      ct_op_lerp_Scalar(self.handle, end.handle, weight, $0)
    }
  }

  /// libtorch's `relu_`.
  @discardableResult
  public func reluInPlace() throws -> Tensor {
    try Tensor.perform("relu_", [self]) {
      ct_op_relu_(self.handle)
    }
    return self
  }

  /// libtorch's `add_.Tensor`.
  @discardableResult
  public func addInPlace(_ other: Tensor, alpha: Double = 1) throws -> Tensor {
    try Tensor.perform("add_", [self, other]) {
      ct_op_add__Tensor(self.handle, other.handle, alpha)
    }
    return self
  }

  /// libtorch's `add_.Scalar`.
  @discardableResult
  public func addInPlace(_ other: Double, alpha: Double = 1) throws -> Tensor {
    try Tensor.perform("add_", [self]) {
      ct_op_add__Scalar(self.handle, other, alpha)
    }
    return self
  }

  /// libtorch's `mul_.Scalar`.
  @discardableResult
  public func mulInPlace(_ other: Double) throws -> Tensor {
    try Tensor.perform("mul_", [self]) {
      ct_op_mul__Scalar(self.handle, other)
    }
    return self
  }

  /// libtorch's `copy_`.
  @discardableResult
  public func copyInPlace(_ src: Tensor, nonBlocking: Bool = false) throws -> Tensor {
    try Tensor.perform("copy_", [self, src]) {
      ct_op_copy_(self.handle, src.handle, nonBlocking)
    }
    return self
  }

  /// libtorch's `zero_`.
  @discardableResult
  public func zeroInPlace() throws -> Tensor {
    try Tensor.perform("zero_", [self]) {
      ct_op_zero_(self.handle)
    }
    return self
  }

  /// libtorch's `fill_.Scalar`.
  @discardableResult
  public func fillInPlace(_ value: Double) throws -> Tensor {
    try Tensor.perform("fill_", [self]) {
      ct_op_fill__Scalar(self.handle, value)
    }
    return self
  }

  /// libtorch's `eq.Tensor`.
  public func eq(_ other: Tensor) throws -> Tensor {
    try Tensor.make("eq", [self, other]) {
      ct_op_eq_Tensor(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `eq.Scalar`.
  public func eq(_ other: Double) throws -> Tensor {
    try Tensor.make("eq", [self]) {
      ct_op_eq_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `ne.Tensor`.
  public func ne(_ other: Tensor) throws -> Tensor {
    try Tensor.make("ne", [self, other]) {
      ct_op_ne_Tensor(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `ne.Scalar`.
  public func ne(_ other: Double) throws -> Tensor {
    try Tensor.make("ne", [self]) {
      ct_op_ne_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `lt.Scalar`.
  public func lt(_ other: Double) throws -> Tensor {
    try Tensor.make("lt", [self]) {
      ct_op_lt_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `gt.Scalar`.
  public func gt(_ other: Double) throws -> Tensor {
    try Tensor.make("gt", [self]) {
      ct_op_gt_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `le.Scalar`.
  public func le(_ other: Double) throws -> Tensor {
    try Tensor.make("le", [self]) {
      ct_op_le_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `ge.Scalar`.
  public func ge(_ other: Double) throws -> Tensor {
    try Tensor.make("ge", [self]) {
      ct_op_ge_Scalar(self.handle, other, $0)
    }
  }

  /// libtorch's `logical_and`.
  public func logicalAnd(_ other: Tensor) throws -> Tensor {
    try Tensor.make("logical_and", [self, other]) {
      ct_op_logical_and(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `isfinite`.
  public func isfinite() throws -> Tensor {
    try Tensor.make("isfinite", [self]) {
      ct_op_isfinite(self.handle, $0)
    }
  }

  /// libtorch's `all`.
  public func all() throws -> Tensor {
    try Tensor.make("all", [self]) {
      ct_op_all(self.handle, $0)
    }
  }

  /// libtorch's `any`.
  public func any() throws -> Tensor {
    try Tensor.make("any", [self]) {
      ct_op_any(self.handle, $0)
    }
  }

  /// libtorch's `where.self`.
  public func `where`(_ input: Tensor, other: Tensor) throws -> Tensor {
    try Tensor.make("where", [self, input, other]) {
      ct_op_where_self(self.handle, input.handle, other.handle, $0)
    }
  }

  /// libtorch's `sum`.
  public func sum(dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("sum", [self]) {
      ct_op_sum(self.handle, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `sum.dim_IntList`.
  public func sum(dim: [Int]?, keepdim: Bool = false, dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("sum", [self]) {
      ct_op_sum_dim_IntList(self.handle, dim != nil, dim ?? [], dim?.count ?? 0, keepdim, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `mean`.
  public func mean(dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("mean", [self]) {
      ct_op_mean(self.handle, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `mean.dim`.
  public func mean(dim: [Int]?, keepdim: Bool = false, dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("mean", [self]) {
      ct_op_mean_dim(self.handle, dim != nil, dim ?? [], dim?.count ?? 0, keepdim, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `var_mean.correction`.
  public func varMean(dim: [Int]? = nil, correction: Double? = nil, keepdim: Bool = false) throws -> (Tensor, Tensor) {
    let made = try Tensor.makeAll("var_mean", 2, [self]) {
      ct_op_var_mean_correction(self.handle, dim != nil, dim ?? [], dim?.count ?? 0, correction != nil, correction ?? 0, keepdim, $0 + 0, $0 + 1)
    }
    return (made[0], made[1])
  }

  /// libtorch's `amax`.
  public func amax(dim: [Int] = [], keepdim: Bool = false) throws -> Tensor {
    try Tensor.make("amax", [self]) {
      ct_op_amax(self.handle, dim, dim.count, keepdim, $0)
    }
  }

  /// libtorch's `amin`.
  public func amin(dim: [Int] = [], keepdim: Bool = false) throws -> Tensor {
    try Tensor.make("amin", [self]) {
      ct_op_amin(self.handle, dim, dim.count, keepdim, $0)
    }
  }

  /// libtorch's `argmax`.
  public func argmax(dim: Int? = nil, keepdim: Bool = false) throws -> Tensor {
    try Tensor.make("argmax", [self]) {
      ct_op_argmax(self.handle, dim != nil, dim ?? 0, keepdim, $0)
    }
  }

  /// libtorch's `topk`.
  public func topk(k: Int, dim: Int = -1, largest: Bool = true, sorted: Bool = true) throws -> (Tensor, Tensor) {
    let made = try Tensor.makeAll("topk", 2, [self]) {
      ct_op_topk(self.handle, k, dim, largest, sorted, $0 + 0, $0 + 1)
    }
    return (made[0], made[1])
  }

  /// libtorch's `linalg_vector_norm`.
  public func linalgVectorNorm(_ ord: Double = 2, dim: [Int]? = nil, keepdim: Bool = false, dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("linalg_vector_norm", [self]) {
      ct_op_linalg_vector_norm(self.handle, ord, dim != nil, dim ?? [], dim?.count ?? 0, keepdim, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `conv2d`.
  public func conv2d(_ weight: Tensor, bias: Tensor? = nil, stride: [Int] = [1], padding: [Int] = [0], dilation: [Int] = [1], groups: Int = 1) throws -> Tensor {
    try Tensor.make("conv2d", [self, weight, bias]) {
      ct_op_conv2d(self.handle, weight.handle, bias?.handle, stride, stride.count, padding, padding.count, dilation, dilation.count, groups, $0)
    }
  }

  /// libtorch's `linear`.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) throws -> Tensor {
    try Tensor.make("linear", [self, weight, bias]) {
      ct_op_linear(self.handle, weight.handle, bias?.handle, $0)
    }
  }

  /// libtorch's `matmul`.
  public func matmul(_ other: Tensor) throws -> Tensor {
    try Tensor.make("matmul", [self, other]) {
      ct_op_matmul(self.handle, other.handle, $0)
    }
  }

  /// libtorch's `batch_norm`.
  public func batchNorm(weight: Tensor?, bias: Tensor?, runningMean: Tensor?, runningVar: Tensor?, training: Bool, momentum: Double, eps: Double, cudnnEnabled: Bool) throws -> Tensor {
    try Tensor.make("batch_norm", [self, weight, bias, runningMean, runningVar]) {
      ct_op_batch_norm(self.handle, weight?.handle, bias?.handle, runningMean?.handle, runningVar?.handle, training, momentum, eps, cudnnEnabled, $0)
    }
  }

  /// libtorch's `max_pool2d`.
  public func maxPool2d(kernelSize: [Int], stride: [Int] = [], padding: [Int] = [0], dilation: [Int] = [1], ceilMode: Bool = false) throws -> Tensor {
    try Tensor.make("max_pool2d", [self]) {
      ct_op_max_pool2d(self.handle, kernelSize, kernelSize.count, stride, stride.count, padding, padding.count, dilation, dilation.count, ceilMode, $0)
    }
  }

  /// libtorch's `avg_pool2d`.
  public func avgPool2d(kernelSize: [Int], stride: [Int] = [], padding: [Int] = [0], ceilMode: Bool = false, countIncludePad: Bool = true, divisorOverride: Int? = nil) throws -> Tensor {
    try Tensor.make("avg_pool2d", [self]) {
      ct_op_avg_pool2d(self.handle, kernelSize, kernelSize.count, stride, stride.count, padding, padding.count, ceilMode, countIncludePad, divisorOverride != nil, divisorOverride ?? 0, $0)
    }
  }

  /// libtorch's `adaptive_avg_pool2d`.
  public func adaptiveAvgPool2d(outputSize: [Int]) throws -> Tensor {
    try Tensor.make("adaptive_avg_pool2d", [self]) {
      ct_op_adaptive_avg_pool2d(self.handle, outputSize, outputSize.count, $0)
    }
  }

  /// libtorch's `constant_pad_nd`.
  public func constantPadNd(pad: [Int], value: Double = 0) throws -> Tensor {
    try Tensor.make("constant_pad_nd", [self]) {
      ct_op_constant_pad_nd(self.handle, pad, pad.count, value, $0)
    }
  }

  /// libtorch's `reflection_pad2d`.
  public func reflectionPad2d(padding: [Int]) throws -> Tensor {
    try Tensor.make("reflection_pad2d", [self]) {
      ct_op_reflection_pad2d(self.handle, padding, padding.count, $0)
    }
  }

  /// libtorch's `upsample_nearest2d`.
  public func upsampleNearest2d(outputSize: [Int], scalesH: Double? = nil, scalesW: Double? = nil) throws -> Tensor {
    try Tensor.make("upsample_nearest2d", [self]) {
      ct_op_upsample_nearest2d(self.handle, outputSize, outputSize.count, scalesH != nil, scalesH ?? 0, scalesW != nil, scalesW ?? 0, $0)
    }
  }

  /// libtorch's `upsample_bilinear2d`.
  public func upsampleBilinear2d(outputSize: [Int], alignCorners: Bool, scalesH: Double? = nil, scalesW: Double? = nil) throws -> Tensor {
    try Tensor.make("upsample_bilinear2d", [self]) {
      ct_op_upsample_bilinear2d(self.handle, outputSize, outputSize.count, alignCorners, scalesH != nil, scalesH ?? 0, scalesW != nil, scalesW ?? 0, $0)
    }
  }

  /// libtorch's `softmax.int`.
  public func softmax(dim: Int, dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("softmax", [self]) {
      ct_op_softmax_int(self.handle, dim, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `log_softmax.int`.
  public func logSoftmax(dim: Int, dtype: DType? = nil) throws -> Tensor {
    try Tensor.make("log_softmax", [self]) {
      ct_op_log_softmax_int(self.handle, dim, dtype != nil, dtype?.rawValue ?? 0, $0)
    }
  }

  /// libtorch's `cross_entropy_loss`.
  public func crossEntropyLoss(_ target: Tensor, weight: Tensor? = nil, reduction: Int = 1, ignoreIndex: Int = -100, labelSmoothing: Double = 0.0) throws -> Tensor {
    try Tensor.make("cross_entropy_loss", [self, target, weight]) {
      ct_op_cross_entropy_loss(self.handle, target.handle, weight?.handle, reduction, ignoreIndex, labelSmoothing, $0)
    }
  }

  /// libtorch's `one_hot`.
  public func oneHot(numClasses: Int = -1) throws -> Tensor {
    try Tensor.make("one_hot", [self]) {
      ct_op_one_hot(self.handle, numClasses, $0)
    }
  }

  /// libtorch's `reshape`.
  public func reshape(shape: [Int]) throws -> Tensor {
    try Tensor.make("reshape", [self]) {
      ct_op_reshape(self.handle, shape, shape.count, $0)
    }
  }

  /// libtorch's `view`.
  public func view(size: [Int]) throws -> Tensor {
    try Tensor.make("view", [self]) {
      ct_op_view(self.handle, size, size.count, $0)
    }
  }

  /// libtorch's `permute`.
  public func permute(dims: [Int]) throws -> Tensor {
    try Tensor.make("permute", [self]) {
      ct_op_permute(self.handle, dims, dims.count, $0)
    }
  }

  /// libtorch's `transpose.int`.
  public func transpose(dim0: Int, dim1: Int) throws -> Tensor {
    try Tensor.make("transpose", [self]) {
      ct_op_transpose_int(self.handle, dim0, dim1, $0)
    }
  }

  /// libtorch's `flatten.using_ints`.
  public func flatten(startDim: Int = 0, endDim: Int = -1) throws -> Tensor {
    try Tensor.make("flatten", [self]) {
      ct_op_flatten_using_ints(self.handle, startDim, endDim, $0)
    }
  }

  /// libtorch's `squeeze.dim`.
  public func squeeze(dim: Int) throws -> Tensor {
    try Tensor.make("squeeze", [self]) {
      ct_op_squeeze_dim(self.handle, dim, $0)
    }
  }

  /// libtorch's `unsqueeze`.
  public func unsqueeze(dim: Int) throws -> Tensor {
    try Tensor.make("unsqueeze", [self]) {
      ct_op_unsqueeze(self.handle, dim, $0)
    }
  }

  /// libtorch's `expand`.
  public func expand(size: [Int], implicit: Bool = false) throws -> Tensor {
    try Tensor.make("expand", [self]) {
      ct_op_expand(self.handle, size, size.count, implicit, $0)
    }
  }

  /// libtorch's `flip`.
  public func flip(dims: [Int]) throws -> Tensor {
    try Tensor.make("flip", [self]) {
      ct_op_flip(self.handle, dims, dims.count, $0)
    }
  }

  /// libtorch's `cat`.
  public static func cat(_ tensors: [Tensor], dim: Int = 0) throws -> Tensor {
    try Tensor.make("cat", tensors) {
      ct_op_cat(tensors.map(\.handle), tensors.count, dim, $0)
    }
  }

  /// libtorch's `stack`.
  public static func stack(_ tensors: [Tensor], dim: Int = 0) throws -> Tensor {
    try Tensor.make("stack", tensors) {
      ct_op_stack(tensors.map(\.handle), tensors.count, dim, $0)
    }
  }

  /// libtorch's `narrow`.
  public func narrow(dim: Int, start: Int, length: Int) throws -> Tensor {
    try Tensor.make("narrow", [self]) {
      ct_op_narrow(self.handle, dim, start, length, $0)
    }
  }

  /// libtorch's `select.int`.
  public func select(dim: Int, index: Int) throws -> Tensor {
    try Tensor.make("select", [self]) {
      ct_op_select_int(self.handle, dim, index, $0)
    }
  }

  /// libtorch's `slice.Tensor`.
  public func slice(dim: Int = 0, start: Int? = nil, end: Int? = nil, step: Int = 1) throws -> Tensor {
    try Tensor.make("slice", [self]) {
      ct_op_slice_Tensor(self.handle, dim, start != nil, start ?? 0, end != nil, end ?? 0, step, $0)
    }
  }

  /// libtorch's `index_select`.
  public func indexSelect(dim: Int, index: Tensor) throws -> Tensor {
    try Tensor.make("index_select", [self, index]) {
      ct_op_index_select(self.handle, dim, index.handle, $0)
    }
  }

  /// libtorch's `gather`.
  public func gather(dim: Int, index: Tensor, sparseGrad: Bool = false) throws -> Tensor {
    try Tensor.make("gather", [self, index]) {
      ct_op_gather(self.handle, dim, index.handle, sparseGrad, $0)
    }
  }

  /// libtorch's `detach`.
  public func detach() throws -> Tensor {
    try Tensor.make("detach", [self]) {
      ct_op_detach(self.handle, $0)
    }
  }

  /// libtorch's `clone`.
  public func clone() throws -> Tensor {
    try Tensor.make("clone", [self]) {
      ct_op_clone(self.handle, $0)
    }
  }

  /// libtorch's `contiguous`.
  public func contiguous() throws -> Tensor {
    try Tensor.make("contiguous", [self]) {
      ct_op_contiguous(self.handle, $0)
    }
  }
}

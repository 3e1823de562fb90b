// The fused batch norm as an operation with a gradient.
#pragma once
#include <ATen/core/Tensor.h>

#include <optional>
#include <vector>

#include "activations.h"

/// What a norm does beside normalizing, and by which statistics.
struct Norm {
  /// Undefined, read, or moved towards the batch's statistics.
  at::Tensor running_mean, running_var;
  bool by_batch;
  Activation activation;
  /// The type of the result.
  at::ScalarType out;
  double momentum, epsilon;
};

/// The maps `x`, channels-last on the CPU as all others, after the norm, the addition of `skip` and
/// the activation; where `twice`, as two tensors of the same memory whose gradients are summed on the way
/// back.
std::vector<at::Tensor> fused_norm(const at::Tensor &x, const at::Tensor &weight,
                                   const at::Tensor &bias, const std::optional<at::Tensor> &skip,
                                   const Norm &norm, bool twice);

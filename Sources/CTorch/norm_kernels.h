// Batch norm with what surrounds it, as loops over channels-last memory.
#pragma once
#include <ATen/core/Tensor.h>

#include <vector>

#include "activations.h"
#include "norm_maps.h"

/// Mean and biased variance of each channel.
struct Moments {
  std::vector<double> mean, variance;
};

/// How a norm changes the numbers of each channel: (x - mean) * scale + shift.
struct Affine {
  std::vector<double> mean, scale, shift;
};

/// How a gradient passes what is behind a norm.
struct WayBack {
  Activation activation = Activation::none;
  /// Whether a skip was added before the relu: gradients stop where the operation's result was not
  /// positive. Else the norm's own result, which the activation was given, is computed again.
  bool by_output = false;
};

/// For each channel, the sums of the gradients that pass the activation: as they are, and times
/// x - mean.
struct GradientSums {
  std::vector<double> plain, centred;
};

/// The batch's statistics of `x`, summed in double precision from tile to tile.
Moments norm_moments(const at::Tensor &x);

/// Whether there is a norm with that activation behind the addition of a skip.
constexpr bool follows_skip(Activation activation) {
  return activation == Activation::none || activation == Activation::relu;
}

/// Writes `y`: `x` changed by `affine`, plus `skip` where it is defined, then the activation.
void norm_forward(const at::Tensor &x, const Affine &affine, const at::Tensor &skip,
                  Activation activation, const at::Tensor &y);

/// Sums `slope`, the gradient of the output, and `other`, a further one where it is defined; the
/// part that passes the activation is written to `passed` where that is defined, which it is with `other`.
/// `y` is read where gradients stop by the output.
GradientSums norm_gradient_sums(const at::Tensor &x, const at::Tensor &slope,
                                const at::Tensor &other, const at::Tensor &y,
                                const Affine &affine, WayBack way, const at::Tensor &passed);

/// Writes the input's gradient to `result`: slope * affine.scale + (x - mean) * centred + plain,
/// where `slope` passes the activation; the last two are of each channel.
void norm_input_gradient(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &y,
                         const Affine &affine, WayBack way, const GradientSums &factors,
                         const at::Tensor &result);

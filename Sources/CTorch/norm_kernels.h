// Batch norm with what surrounds it, as loops over channels-last memory.
#pragma once
#include <ATen/core/Tensor.h>

#include <vector>

#include "norm_maps.h"

/// Mean and biased variance of each channel.
struct Moments {
  std::vector<double> mean, variance;
};

/// How a norm changes the numbers of each channel: (x - mean) * scale + shift.
struct Affine {
  std::vector<double> mean, scale, shift;
};

/// Where a gradient comes to a stop in the relu behind a norm.
enum class Stops {
  /// There is no relu.
  nowhere,
  /// Where the norm's own result was not positive, which is computed again.
  by_input,
  /// Where the operation's result was not positive: a skip was added before the relu.
  by_output,
};

/// For each channel, the sums of the gradients that pass the relu: as they are, and times x - mean.
struct GradientSums {
  std::vector<double> plain, centred;
};

/// The batch's statistics of `x`, summed in double precision from tile to tile.
Moments norm_moments(const at::Tensor &x);

/// Writes `y`: `x` changed by `affine`, plus `skip` where it is defined, and not negative where
/// `relu`.
void norm_forward(const at::Tensor &x, const Affine &affine, const at::Tensor &skip, bool relu,
                  const at::Tensor &y);

/// Sums `slope`, the gradient of the output, and `other`, a further one where it is defined; the
/// part that passes the relu is written to `passed` where that is defined, which it is with `other`.
/// `y` is read where gradients stop by the output.
GradientSums norm_gradient_sums(const at::Tensor &x, const at::Tensor &slope,
                                const at::Tensor &other, const at::Tensor &y,
                                const Affine &affine, Stops stops, const at::Tensor &passed);

/// Writes the input's gradient to `result`: slope * affine.scale + (x - mean) * centred + plain,
/// where `slope` passes the relu; the last two are of each channel.
void norm_input_gradient(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &y,
                         const Affine &affine, Stops stops, const GradientSums &factors,
                         const at::Tensor &result);

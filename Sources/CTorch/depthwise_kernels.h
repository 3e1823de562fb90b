// The way back through a depthwise convolution, as loops over channels-last memory.
#pragma once
#include <ATen/core/Tensor.h>

/// How windows of `side` x `side` go over maps: `stride` pixels on, with `padding` zeros on every side, and
/// `dilation` pixels from tap to tap.
struct Window {
  int64_t side, stride, padding, dilation;

  /// From a window's first tap to its last.
  int64_t span() const { return dilation * (side - 1); }
};

/// The gradient of the maps that came in, `[N, C, H, W]`, written to `result`. `slope` is that of
/// the output, `[N, C, H', W']`, of the same type; `weight`, `[C, 1, side, side]`, is of any type.
void depthwise_input_gradient(const at::Tensor &slope, const at::Tensor &weight, Window window,
                              const at::Tensor &result);

/// The weights' gradient, `[C, 1, side, side]` in float64. Sums do not depend on the number of
/// threads.
at::Tensor depthwise_weight_gradient(const at::Tensor &x, const at::Tensor &slope, Window window);

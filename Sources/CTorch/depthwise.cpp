// Depthwise convolution: libtorch's, with a faster way back where maps lie channels-last on the CPU.
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "boundary.h"
#include "depthwise_kernels.h"
#include "maps.h"

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor convolved(const at::Tensor &x, const at::Tensor &weight, Window window) {
  return at::conv2d(x, weight, {}, window.stride, window.padding, window.dilation, weight.size(0));
}

struct DepthwiseConvolution : torch::autograd::Function<DepthwiseConvolution> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &weight,
                            Window window) {
    const auto rounded = weight.to(x.scalar_type());
    context->save_for_backward({x, rounded});
    context->saved_data["window"] = std::vector<int64_t>{
        window.side, window.stride, window.padding, window.dilation, int64_t(weight.scalar_type())};
    return convolved(x, rounded, window);
  }

  static variable_list backward(AutogradContext *context, const variable_list &slopes) {
    TORCH_CHECK_NOT_IMPLEMENTED(!at::GradMode::is_enabled(),
                                "depthwise convolution has no second derivatives here");
    const auto saved = context->get_saved_variables();
    const auto kept = context->saved_data["window"].toIntVector();
    const Window window{kept[0], kept[1], kept[2], kept[3]};
    const auto slope = slopes[0].contiguous(at::MemoryFormat::ChannelsLast);
    variable_list results(3);
    if (context->needs_input_grad(0)) {
      results[0] = at::empty_like(saved[0]);
      depthwise_input_gradient(slope, saved[1], window, results[0]);
    }
    if (context->needs_input_grad(1)) {
      results[1] =
          depthwise_weight_gradient(saved[0], slope, window).to(at::ScalarType(kept[4]));
    }
    return results;
  }
};

/// Whether the loops know the place, layout and types of both.
bool has_own_way_back(const at::Tensor &x, const at::Tensor &weight) {
  const auto type = x.scalar_type();
  return lies_channels_last(x) && weight.is_cpu() && weight.dim() == 4 &&
         weight.size(0) == x.size(1) && weight.size(1) == 1 && weight.size(2) == weight.size(3) &&
         (type == at::kFloat || type == at::kDouble || type == at::kBFloat16) &&
         (weight.scalar_type() == type ||
          (weight.scalar_type() == at::kFloat && type == at::kBFloat16));
}

}  // namespace

extern "C" ct_status ct_depthwise_convolution(ct_tensor x, ct_tensor weight, intptr_t stride,
                                              intptr_t padding, intptr_t dilation,
                                              ct_tensor *result) {
  return guarded([&] {
    const auto by = borrow(weight);
    auto maps = borrow(x);
    const Window window{by.size(-1), stride, padding, dilation};
    const bool records = at::GradMode::is_enabled() && (maps.requires_grad() || by.requires_grad());
    // As libtorch's own convolution is cast; what follows is below that.
    if (maps.is_cpu() && at::autocast::is_autocast_enabled(at::kCPU)) {
      maps = at::autocast::cached_cast(at::autocast::get_autocast_dtype(at::kCPU), maps, at::kCPU);
    }
    *result = give(records && has_own_way_back(maps, by)
                       ? DepthwiseConvolution::apply(maps, by, window)
                       : convolved(maps, by, window));
  });
}

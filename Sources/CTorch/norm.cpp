// Batch norm, the addition of a skip and relu as one operation with a gradient.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "boundary.h"
#include "norm_kernels.h"

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What a norm does beside normalizing.
struct Norm {
  at::Tensor running_mean, running_var;
  bool by_batch, relu;
  at::ScalarType out;
  double momentum, epsilon;
};

std::vector<double> doubles(const at::Tensor &values) {
  const auto wide = values.to(at::kDouble).contiguous();
  const auto *first = wide.const_data_ptr<double>();
  return {first, first + wide.numel()};
}

at::Tensor tensor(const std::vector<double> &values, at::ScalarType dtype) {
  auto made = at::empty({int64_t(values.size())}, at::kDouble);
  std::copy(values.begin(), values.end(), made.mutable_data_ptr<double>());
  return made.to(dtype);
}

/// Moves the running averages towards a batch's moments; the variance is the unbiased one.
void follow(const Norm &norm, const Moments &moments, int64_t pixels) {
  auto mean = doubles(norm.running_mean), variance = doubles(norm.running_var);
  const double unbiased = double(pixels) / double(pixels - 1);
  for (size_t i = 0; i < mean.size(); i++) {
    mean[i] += norm.momentum * (moments.mean[i] - mean[i]);
    variance[i] += norm.momentum * (moments.variance[i] * unbiased - variance[i]);
  }
  norm.running_mean.copy_(tensor(mean, norm.running_mean.scalar_type()));
  norm.running_var.copy_(tensor(variance, norm.running_var.scalar_type()));
}

/// One operation of a graph. Beside its input it keeps a few numbers of each channel and, where a
/// skip was added before a relu, its output.
struct FusedNorm : torch::autograd::Function<FusedNorm> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x,
                            const at::Tensor &weight, const at::Tensor &bias,
                            const std::optional<at::Tensor> &skip, const Norm &norm) {
    auto moments = norm.by_batch
                       ? norm_moments(x)
                       : Moments{doubles(norm.running_mean), doubles(norm.running_var)};
    if (norm.by_batch && norm.running_mean.defined()) {
      follow(norm, moments, x.numel() / x.size(1));
    }
    auto inverse = moments.variance;
    for (double &value : inverse) value = 1 / std::sqrt(value + norm.epsilon);
    Affine affine{moments.mean, doubles(weight), doubles(bias)};
    for (size_t i = 0; i < inverse.size(); i++) affine.scale[i] *= inverse[i];
    auto y = at::empty_like(x, x.options().dtype(norm.out));
    norm_forward(x, affine, skip.value_or(at::Tensor()), norm.relu, y);
    context->save_for_backward(
        {x, norm.relu && skip ? y : at::Tensor(), tensor(affine.mean, at::kDouble),
         tensor(affine.scale, at::kDouble), tensor(affine.shift, at::kDouble),
         tensor(inverse, at::kDouble)});
    context->saved_data["relu"] = norm.relu;
    context->saved_data["by_batch"] = norm.by_batch;
    context->saved_data["skip"] = skip ? int64_t(skip->scalar_type()) : int64_t(-1);
    context->saved_data["weight"] = int64_t(weight.scalar_type());
    return y;
  }

  static variable_list backward(AutogradContext *context, const variable_list &slopes) {
    TORCH_CHECK_NOT_IMPLEMENTED(!at::GradMode::is_enabled(),
                                "the fused batch norm has no second derivatives");
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &y = saved[1];
    const Affine affine{doubles(saved[2]), doubles(saved[3]), doubles(saved[4])};
    const auto inverse = doubles(saved[5]);
    const bool relu = context->saved_data["relu"].toBool();
    const bool by_batch = context->saved_data["by_batch"].toBool();
    const auto skip = context->saved_data["skip"].toInt();
    const auto weight = at::ScalarType(context->saved_data["weight"].toInt());
    const bool wants_x = context->needs_input_grad(0), wants_weight = context->needs_input_grad(1),
               wants_bias = context->needs_input_grad(2),
               wants_skip = skip >= 0 && context->needs_input_grad(3);

    auto slope = slopes[0].contiguous(at::MemoryFormat::ChannelsLast);
    auto stops = !relu ? Stops::nowhere : y.defined() ? Stops::by_output : Stops::by_input;
    auto passed = wants_skip ? slope : at::Tensor();
    GradientSums sums;
    if ((wants_x && by_batch) || wants_weight || wants_bias || (wants_skip && relu)) {
      if (wants_skip && relu) passed = at::empty_like(slope);
      sums = norm_gradient_sums(x, slope, y, affine, stops,
                                wants_skip && relu ? passed : at::Tensor());
      if (wants_skip) slope = passed, stops = Stops::nowhere;
    }
    variable_list results(5);
    if (wants_x) {
      results[0] = at::empty_like(x);
      norm_input_gradient(x, slope, y, affine, stops,
                          factors(affine, inverse, sums, by_batch, x.numel() / x.size(1)),
                          results[0]);
    }
    if (wants_weight) {
      auto gradient = sums.centred;
      for (size_t i = 0; i < gradient.size(); i++) gradient[i] *= inverse[i];
      results[1] = tensor(gradient, weight);
    }
    if (wants_bias) results[2] = tensor(sums.plain, weight);
    if (wants_skip) results[3] = passed.to(at::ScalarType(skip));
    return results;
  }

  /// What the batch's statistics add to the input's gradient, since they move with each number.
  static GradientSums factors(const Affine &affine, const std::vector<double> &inverse,
                              const GradientSums &sums, bool by_batch, int64_t pixels) {
    const size_t channels = inverse.size();
    GradientSums all{std::vector<double>(channels), std::vector<double>(channels)};
    if (!by_batch) return all;
    for (size_t i = 0; i < channels; i++) {
      const double part = -affine.scale[i] / double(pixels);
      all.plain[i] = part * sums.plain[i];
      all.centred[i] = part * inverse[i] * inverse[i] * sums.centred[i];
    }
    return all;
  }
};

bool lies_channels_last(const at::Tensor &maps) {
  return maps.is_cpu() && maps.dim() == 4 && maps.numel() > 0 &&
         maps.is_contiguous(at::MemoryFormat::ChannelsLast);
}

/// Whether the fused operation knows the place, layout and types of all.
bool fuses(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &skip,
           at::ScalarType out) {
  const auto numbers = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return lies_channels_last(x) && has_norm_types(x.scalar_type(), out) &&
         weight.scalar_type() == numbers &&
         (!skip || (skip->is_cpu() && skip->sizes() == x.sizes() &&
                    has_norm_types(skip->scalar_type(), numbers)));
}

/// The same by libtorch's own operations.
at::Tensor composed(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                    const std::optional<at::Tensor> &skip, const Norm &norm) {
  auto y = at::batch_norm(x.to(norm.out), weight, bias, norm.running_mean, norm.running_var,
                          norm.by_batch, norm.momentum, norm.epsilon, /*cudnn_enabled=*/true);
  // In place on what was made here, which no backward pass reads in its old state.
  if (skip) y = y.add_(*skip);
  return norm.relu ? y.relu_() : y;
}

}  // namespace

extern "C" ct_status ct_norm(ct_tensor x, ct_tensor weight, ct_tensor bias, ct_tensor skip,
                             ct_tensor running_mean, ct_tensor running_var, bool by_batch,
                             double momentum, double epsilon, bool relu, bool widened,
                             ct_tensor *result) {
  return guarded([&] {
    const auto maps = borrow(x), scale = borrow(weight), shift = borrow(bias);
    auto added = borrow_optional(skip);
    const Norm norm{borrow_optional(running_mean).value_or(at::Tensor()),
                    borrow_optional(running_var).value_or(at::Tensor()),
                    by_batch,
                    relu,
                    widened ? scale.scalar_type() : maps.scalar_type(),
                    momentum,
                    epsilon};
    if (!fuses(maps, scale, added, norm.out)) {
      *result = give(composed(maps, scale, shift, added, norm));
      return;
    }
    if (added) added = added->contiguous(at::MemoryFormat::ChannelsLast);
    *result = give(FusedNorm::apply(maps, scale, shift, added, norm));
  });
}

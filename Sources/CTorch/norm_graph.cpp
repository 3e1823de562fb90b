// The fused batch norm as an operation with a gradient.
#include "norm_graph.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include "norm_kernels.h"

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

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

/// The statistics that a norm divides by; the batch's move the running averages, if there are any.
Moments statistics(const at::Tensor &x, const Norm &norm) {
  if (!norm.by_batch) return {doubles(norm.running_mean), doubles(norm.running_var)};
  auto moments = norm_moments(x);
  if (norm.running_mean.defined()) follow(norm, moments, x.numel() / x.size(1));
  return moments;
}

/// What the way back reads: beside its input, a norm keeps some numbers of each channel and, where
/// a skip was added before a relu, its output.
struct Kept {
  at::Tensor x, y;
  Affine affine;
  /// One over the deviation of each channel.
  std::vector<double> inverse;
  Activation activation;
  bool by_batch, has_skip;
  at::ScalarType weight, skip;

  void save(AutogradContext *context) const {
    variable_list saved{x, y};
    for (const auto &values : {affine.mean, affine.scale, affine.shift, inverse}) {
      saved.push_back(tensor(values, at::kDouble));
    }
    context->save_for_backward(std::move(saved));
    context->saved_data["settings"] = std::vector<int64_t>{
        int64_t(activation), by_batch, has_skip, int64_t(weight), int64_t(skip)};
  }

  static Kept from(AutogradContext *context) {
    const auto saved = context->get_saved_variables();
    const auto settings = context->saved_data["settings"].toIntVector();
    return {saved[0], saved[1], {doubles(saved[2]), doubles(saved[3]), doubles(saved[4])},
            doubles(saved[5]), Activation(settings[0]), settings[1] != 0, settings[2] != 0,
            at::ScalarType(settings[3]), at::ScalarType(settings[4])};
  }
};

/// The gradient on its way back.
struct Slope {
  at::Tensor here;
  /// That of the second output, which has not been added yet.
  at::Tensor other;
  WayBack way;
  /// Whether nobody else reads `here`: its memory may take the results.
  bool is_owned = false;

  /// One or both of the outputs' gradients; `here` stays undefined where there is none.
  Slope(const variable_list &slopes, const Kept &kept) {
    const auto &first = slopes[0].defined() ? slopes[0] : slopes.back();
    if (!first.defined()) return;
    here = first.contiguous(at::MemoryFormat::ChannelsLast);
    is_owned =
        !here.is_same(first) || (here.use_count() == 2 && here.storage().use_count() == 1);
    if (slopes.size() > 1 && slopes[0].defined() && slopes[1].defined()) {
      other = slopes[1].contiguous(at::MemoryFormat::ChannelsLast);
    }
    way = {kept.activation, kept.y.defined()};
  }

  /// Memory for as many numbers of a type: its own where it may be overwritten.
  at::Tensor room(bool overwrites, at::ScalarType dtype) const {
    if (overwrites && is_owned && here.scalar_type() == dtype) return here;
    return at::empty_like(here, here.options().dtype(dtype));
  }

  /// Whether what passes the activation must be written down, and not only be summed.
  bool is_to_write(bool keeps_passed) const {
    return other.defined() || (keeps_passed && way.activation != Activation::none);
  }

  /// Sums it; `here` is what passes the activation then where that was to be written.
  GradientSums summed(const Kept &kept, bool keeps_passed) {
    const bool writes = is_to_write(keeps_passed);
    const auto passed = writes ? room(true, here.scalar_type()) : at::Tensor();
    auto sums = norm_gradient_sums(kept.x, here, other, kept.y, kept.affine, way, passed);
    if (writes) {
      here = passed, way = {}, is_owned = true;
      other.reset();
    }
    return sums;
  }
};

/// The input's gradient. A batch's statistics move with each number, which takes a part of it away.
at::Tensor input_gradient(const Kept &kept, const Slope &slope, const GradientSums &sums,
                          bool overwrites) {
  const size_t channels = kept.inverse.size();
  GradientSums factors{std::vector<double>(channels), std::vector<double>(channels)};
  for (size_t i = 0; kept.by_batch && i < channels; i++) {
    const double part = -kept.affine.scale[i] / (double(kept.x.numel()) / double(channels));
    factors.plain[i] = part * sums.plain[i];
    factors.centred[i] = part * kept.inverse[i] * kept.inverse[i] * sums.centred[i];
  }
  auto result = slope.room(overwrites, kept.x.scalar_type());
  norm_input_gradient(kept.x, slope.here, kept.y, kept.affine, slope.way, factors, result);
  return result;
}

struct FusedNorm : torch::autograd::Function<FusedNorm> {
  static variable_list forward(AutogradContext *context, const at::Tensor &x,
                               const at::Tensor &weight, const at::Tensor &bias,
                               const std::optional<at::Tensor> &skip, const Norm &norm,
                               bool twice) {
    const auto moments = statistics(x, norm);
    Kept kept{x, {}, {moments.mean, doubles(weight), doubles(bias)}, moments.variance,
              norm.activation, norm.by_batch, skip.has_value(), weight.scalar_type(),
              skip.value_or(x).scalar_type()};
    for (size_t i = 0; i < kept.inverse.size(); i++) {
      kept.inverse[i] = 1 / std::sqrt(moments.variance[i] + norm.epsilon);
      kept.affine.scale[i] *= kept.inverse[i];
    }
    auto y = at::empty_like(x, x.options().dtype(norm.out));
    norm_forward(x, kept.affine, skip.value_or(at::Tensor()), norm.activation, y);
    if (norm.activation != Activation::none && skip) kept.y = y;
    kept.save(context);
    context->set_materialize_grads(false);
    return twice ? variable_list{y, y.variable_data()} : variable_list{y};
  }

  static variable_list backward(AutogradContext *context, const variable_list &slopes) {
    TORCH_CHECK_NOT_IMPLEMENTED(!at::GradMode::is_enabled(),
                                "the fused batch norm has no second derivatives");
    const auto kept = Kept::from(context);
    const auto wants = [&](size_t input) { return context->needs_input_grad(input); };
    const bool wants_skip = kept.has_skip && wants(3);
    variable_list results(6);
    Slope slope(slopes, kept);
    if (!slope.here.defined()) return results;
    GradientSums sums;
    if ((wants(0) && kept.by_batch) || wants(1) || wants(2) || slope.is_to_write(wants_skip)) {
      sums = slope.summed(kept, wants_skip);
    }
    if (wants_skip) results[3] = slope.here.to(kept.skip);
    if (wants(0)) results[0] = input_gradient(kept, slope, sums, !wants_skip);
    if (wants(1)) {
      for (size_t i = 0; i < kept.inverse.size(); i++) sums.centred[i] *= kept.inverse[i];
      results[1] = tensor(sums.centred, kept.weight);
    }
    if (wants(2)) results[2] = tensor(sums.plain, kept.weight);
    return results;
  }
};

}  // namespace

std::vector<at::Tensor> fused_norm(const at::Tensor &x, const at::Tensor &weight,
                                   const at::Tensor &bias, const std::optional<at::Tensor> &skip,
                                   const Norm &norm, bool twice) {
  return FusedNorm::apply(x, weight, bias, skip, norm, twice);
}

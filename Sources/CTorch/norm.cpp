// Batch norm, the addition of a skip and an activation: fused where that is possible, one after another
// elsewhere.
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/silu.h>

#include "boundary.h"
#include "maps.h"
#include "norm_graph.h"
#include "norm_kernels.h"
#include "norm_maps.h"

namespace {

/// Whether the fused operation knows the place, layout and types of all.
bool fuses(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &skip,
           const Norm &norm) {
  const auto numbers = x.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  return lies_channels_last(x) && has_norm_types(x.scalar_type(), norm.out) &&
         weight.scalar_type() == numbers &&
         (!skip || (follows_skip(norm.activation) && skip->is_cpu() && skip->sizes() == x.sizes() &&
                    has_norm_types(skip->scalar_type(), numbers)));
}

/// The same by libtorch's own operations.
at::Tensor composed(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                    const std::optional<at::Tensor> &skip, const Norm &norm) {
  auto y = at::batch_norm(x.to(norm.out), weight, bias, norm.running_mean, norm.running_var,
                          norm.by_batch, norm.momentum, norm.epsilon, /*cudnn_enabled=*/true);
  // In place on what was made here, which no backward pass reads in its old state.
  if (skip) y = y.add_(*skip);
  switch (norm.activation) {
    case Activation::none: return y;
    case Activation::relu: return y.relu_();
    case Activation::relu6: return at::hardtanh(y, 0, 6);
    case Activation::silu: return at::silu(y);
  }
}

}  // namespace

extern "C" ct_status ct_norm(ct_tensor x, ct_tensor weight, ct_tensor bias, ct_tensor skip,
                             ct_tensor running_mean, ct_tensor running_var, bool by_batch,
                             double momentum, double epsilon, ct_activation activation,
                             bool widened,
                             ct_tensor *results, size_t count) {
  return guarded([&] {
    const auto maps = borrow(x), scale = borrow(weight), shift = borrow(bias);
    auto added = borrow_optional(skip);
    const Norm norm{borrow_optional(running_mean).value_or(at::Tensor()),
                    borrow_optional(running_var).value_or(at::Tensor()),
                    by_batch,
                    Activation(activation),
                    widened ? scale.scalar_type() : maps.scalar_type(),
                    momentum,
                    epsilon};
    std::vector<at::Tensor> made(2);
    if (fuses(maps, scale, added, norm)) {
      if (added) added = added->contiguous(at::MemoryFormat::ChannelsLast);
      made = fused_norm(maps, scale, shift, added, norm, count > 1);
    } else {
      made[0] = made[1] = composed(maps, scale, shift, added, norm);
    }
    for (size_t i = 0; i < count; i++) results[i] = give(made[i]);
  });
}

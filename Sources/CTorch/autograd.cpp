// Gradients, the recording of graphs, and autocast.
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/ones_like.h>
#include <torch/csrc/autograd/autograd.h>

#include "boundary.h"

extern "C" {

bool ct_requires_gradient(ct_tensor tensor) { return borrow(tensor).requires_grad(); }

bool ct_is_leaf(ct_tensor tensor) { return borrow(tensor).is_leaf(); }

ct_status ct_require_gradient(ct_tensor tensor, bool required) {
  return guarded([&] { borrow(tensor).requires_grad_(required); });
}

ct_status ct_keep_gradient(ct_tensor tensor) {
  return guarded([&] { borrow(tensor).retain_grad(); });
}

ct_status ct_gradient(ct_tensor tensor, ct_tensor *result) {
  return guarded([&] { *result = give(borrow(tensor).grad()); });
}

ct_status ct_set_gradient(ct_tensor tensor, ct_tensor gradient) {
  return guarded([&] {
    auto parameter = borrow(tensor);
    if (!gradient) {
      parameter.mutable_grad() = at::Tensor();
      return;
    }
    auto given = borrow(gradient);
    TORCH_CHECK(given.sizes() == parameter.sizes(), "the gradient is ", given.sizes(),
                ", the tensor ", parameter.sizes());
    // In the tensor's own layout, which optimizers read raw.
    auto own = at::empty_like(parameter, parameter.options().requires_grad(false));
    parameter.mutable_grad() = own.copy_(given.detach());
  });
}

ct_status ct_gradient_channels_last(ct_tensor tensor) {
  return guarded([&] {
    borrow(tensor).register_hook([](at::Tensor gradient) {
      return gradient.contiguous(at::MemoryFormat::ChannelsLast);
    });
  });
}

ct_status ct_backward(ct_tensor loss, bool keep_graph) {
  return guarded([&] { torch::autograd::backward({borrow(loss)}, {}, keep_graph); });
}

ct_status ct_backward_from(const ct_tensor *ends, const ct_tensor *slopes, size_t count) {
  return guarded([&] {
    torch::autograd::backward(borrow_all(ends, count), borrow_all(slopes, count));
  });
}

ct_status ct_gradients(const ct_tensor *outputs, size_t outputs_count, const ct_tensor *inputs,
                       size_t inputs_count, bool keep_graph, ct_tensor *results) {
  return guarded([&] {
    auto of = borrow_all(outputs, outputs_count);
    std::vector<at::Tensor> ones;
    for (const auto &output : of) ones.push_back(at::ones_like(output));
    auto gradients = torch::autograd::grad(
        of, borrow_all(inputs, inputs_count), ones, keep_graph,
        /*create_graph=*/false, /*allow_unused=*/true);
    for (size_t i = 0; i < inputs_count; i++) results[i] = give(std::move(gradients[i]));
  });
}

bool ct_set_recording(bool recording) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(recording);
  return before;
}

ct_status ct_set_autocast(bool enabled, int32_t dtype, int32_t device, bool *was_enabled,
                          int32_t *dtype_before) {
  return guarded([&] {
    auto type = at::DeviceType(device);
    *was_enabled = at::autocast::is_autocast_enabled(type);
    *dtype_before = int32_t(at::autocast::get_autocast_dtype(type));
    at::autocast::set_autocast_dtype(type, at::ScalarType(dtype));
    at::autocast::set_autocast_enabled(type, enabled);
    // Rounded copies are remembered without their type.
    if (*dtype_before != dtype) at::autocast::clear_cache();
  });
}

void ct_clear_autocast_cache(void) { at::autocast::clear_cache(); }

}

// Gradients, the recording of graphs, and autocast.
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
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
    borrow(tensor).mutable_grad() = gradient ? borrow(gradient) : at::Tensor();
  });
}

ct_status ct_backward(ct_tensor loss, bool keep_graph) {
  return guarded([&] { torch::autograd::backward({borrow(loss)}, {}, keep_graph); });
}

ct_status ct_gradients(const ct_tensor *outputs, size_t outputs_count, const ct_tensor *inputs,
                       size_t inputs_count, bool keep_graph, ct_tensor *results) {
  return guarded([&] {
    auto gradients = torch::autograd::grad(
        borrow_all(outputs, outputs_count), borrow_all(inputs, inputs_count), {}, keep_graph,
        /*create_graph=*/false, /*allow_unused=*/true);
    for (size_t i = 0; i < inputs_count; i++) results[i] = give(std::move(gradients[i]));
  });
}

bool ct_set_recording(bool recording) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(recording);
  return before;
}

ct_status ct_set_autocast(bool enabled, int32_t dtype, int32_t device, bool *before) {
  return guarded([&] {
    auto type = at::DeviceType(device);
    *before = at::autocast::is_autocast_enabled(type);
    at::autocast::set_autocast_dtype(type, at::ScalarType(dtype));
    at::autocast::set_autocast_enabled(type, enabled);
  });
}

void ct_clear_autocast_cache(void) { at::autocast::clear_cache(); }

}

// What optimizers do to many parameters at once.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_sgd.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>

#include "boundary.h"

static std::vector<at::Tensor> gradients(const ct_tensor *parameters, size_t count) {
  std::vector<at::Tensor> found;
  found.reserve(count);
  for (size_t i = 0; i < count; i++) found.push_back(borrow(parameters[i]).grad());
  return found;
}

/// Whether equal shapes lie in memory in one order; the stride of a dimension of 1 means nothing.
static bool same_strides(const at::Tensor &one, const at::Tensor &other) {
  for (int64_t d = 0; d < one.dim(); d++) {
    if (one.size(d) > 1 && one.stride(d) != other.stride(d)) return false;
  }
  return true;
}

/// Fails unless each of `others` lies in memory as its parameter does: the kernel reads them raw.
static void require_same_layout(const std::vector<at::Tensor> &parameters,
                                const std::vector<at::Tensor> &others, const char *name) {
  TORCH_CHECK(others.size() == parameters.size(), parameters.size(), " parameters, ",
              others.size(), " ", name);
  for (size_t i = 0; i < parameters.size(); i++) {
    TORCH_CHECK(others[i].defined(), "parameter ", i, " has none of the ", name);
    TORCH_CHECK(others[i].sizes() == parameters[i].sizes() &&
                    same_strides(others[i], parameters[i]) &&
                    others[i].dtype() == parameters[i].dtype(),
                "parameter ", i, " is ", parameters[i].sizes(), ", of its ", name, " the one is ",
                others[i].sizes(), " or of another layout or type");
  }
}

extern "C" {

ct_status ct_sgd(const ct_tensor *parameters, size_t count, const ct_tensor *momenta,
                 size_t momenta_count, double learning_rate, double momentum, double weight_decay,
                 bool nesterov, bool first_step) {
  return guarded([&] {
    if (count == 0) return;
    at::NoGradGuard no_graph;
    auto moved = borrow_all(parameters, count);
    auto slopes = gradients(parameters, count);
    auto velocities = borrow_all(momenta, momentum == 0 ? 0 : momenta_count);
    require_same_layout(moved, slopes, "gradients");
    if (momentum != 0) require_same_layout(moved, velocities, "velocities");
    at::_fused_sgd_(moved, slopes, velocities, weight_decay, momentum, learning_rate,
                    /*dampening=*/0.0, nesterov, /*maximize=*/false, first_step);
  });
}

ct_status ct_gradient_norm(const ct_tensor *parameters, size_t count, double *result) {
  return guarded([&] {
    at::NoGradGuard no_graph;
    *result = 0;
    if (count == 0) return;
    auto norms = at::stack(at::_foreach_norm(gradients(parameters, count), 2));
    *result = at::linalg_vector_norm(norms).item().toDouble();
  });
}

ct_status ct_scale_gradients(const ct_tensor *parameters, size_t count, double factor) {
  return guarded([&] {
    if (count == 0) return;
    at::NoGradGuard no_graph;
    at::_foreach_mul_(gradients(parameters, count), factor);
  });
}

}

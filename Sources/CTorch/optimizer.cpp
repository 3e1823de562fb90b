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

extern "C" {

ct_status ct_sgd(const ct_tensor *parameters, const ct_tensor *momenta, size_t count,
                 double learning_rate, double momentum, double weight_decay, bool nesterov,
                 bool first_step) {
  return guarded([&] {
    if (count == 0) return;
    at::NoGradGuard no_graph;
    auto buffers = momentum == 0 ? std::vector<at::Tensor>() : borrow_all(momenta, count);
    at::_fused_sgd_(borrow_all(parameters, count), gradients(parameters, count), buffers,
                    weight_decay, momentum, learning_rate, /*dampening=*/0.0, nesterov,
                    /*maximize=*/false, first_step);
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

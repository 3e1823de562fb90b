// What optimizers do to many parameters at once.
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adamw.h>
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

/// How RMSProp moves one parameter, in the order of TensorFlow's operations.
struct RMSProp {
  double learning_rate, alpha, epsilon, momentum, weight_decay;
  bool decouples_decay;

  void move(at::Tensor parameter, at::Tensor slope, at::Tensor square, at::Tensor velocity) const {
    if (weight_decay != 0 && decouples_decay) {
      parameter.mul_(1 - learning_rate * weight_decay);
    } else if (weight_decay != 0) {
      slope = slope.add(parameter, weight_decay);
    }
    square.add_(slope.square().sub_(square), 1 - alpha);
    auto length = square.add(epsilon).sqrt_();
    if (momentum == 0) {
      parameter.addcdiv_(slope, length, -learning_rate);
    } else {
      velocity.mul_(momentum).addcdiv_(slope, length, learning_rate);
      parameter.sub_(velocity);
    }
  }
};

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

ct_status ct_adamw(const ct_tensor *parameters, size_t count, const ct_tensor *means,
                   const ct_tensor *squares, const ct_tensor *steps, double learning_rate,
                   double beta1, double beta2, double epsilon, double weight_decay) {
  return guarded([&] {
    if (count == 0) return;
    at::NoGradGuard no_graph;
    auto moved = borrow_all(parameters, count);
    auto slopes = gradients(parameters, count);
    auto averages = borrow_all(means, count);
    auto square_averages = borrow_all(squares, count);
    auto taken = borrow_all(steps, count);
    require_same_layout(moved, slopes, "gradients");
    require_same_layout(moved, averages, "averages");
    require_same_layout(moved, square_averages, "averages of squares");
    at::_foreach_add_(taken, 1);
    at::_fused_adamw_(moved, slopes, averages, square_averages, /*max_exp_avg_sqs=*/{}, taken,
                      learning_rate, beta1, beta2, weight_decay, epsilon, /*amsgrad=*/false,
                      /*maximize=*/false);
  });
}

ct_status ct_rmsprop(const ct_tensor *parameters, size_t count, const ct_tensor *squares,
                     const ct_tensor *velocities, size_t velocities_count, double learning_rate,
                     double alpha, double epsilon, double momentum, double weight_decay,
                     bool decouples_decay) {
  return guarded([&] {
    at::NoGradGuard no_graph;
    auto moved = borrow_all(parameters, count);
    auto slopes = gradients(parameters, count);
    auto averages = borrow_all(squares, count);
    auto buffers = borrow_all(velocities, momentum == 0 ? 0 : velocities_count);
    require_same_layout(moved, slopes, "gradients");
    require_same_layout(moved, averages, "averages of squares");
    if (momentum != 0) require_same_layout(moved, buffers, "velocities");
    RMSProp rule{learning_rate, alpha, epsilon, momentum, weight_decay, decouples_decay};
    for (size_t i = 0; i < count; i++) {
      rule.move(moved[i], slopes[i], averages[i], momentum == 0 ? at::Tensor() : buffers[i]);
    }
  });
}

ct_status ct_lerp_all(const ct_tensor *tensors, const ct_tensor *ends, size_t count,
                      double weight) {
  return guarded([&] {
    if (count == 0) return;
    at::NoGradGuard no_graph;
    at::_foreach_lerp_(borrow_all(tensors, count), borrow_all(ends, count), weight);
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

// The engine itself: versions, threads, devices, and what its operations cost.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/record_function.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/autograd/graph_task.h>

#include <cstring>
#include <memory>
#include <string>

#include "boundary.h"

static thread_local double multiply_adds = 0;
static thread_local at::CallbackHandle counter = at::INVALID_CALLBACK_HANDLE;

/// What an operation costs, known from its inputs: multiply-adds for each element of its output.
struct Cost : at::ObserverContext {
  explicit Cost(double per_element) : per_element(per_element) {}
  double per_element;
};

/// Each output of a convolution takes as many multiply-adds as a filter has elements, each of a
/// matrix product as many as a row has; of a transposed convolution each input takes as many as go
/// out from it. The products of backward passes do not count.
static std::unique_ptr<at::ObserverContext> start_operation(const at::RecordFunction &function) {
  if (torch::autograd::get_current_graph_task_id() != -1) return nullptr;  // a backward pass
  auto is = [&](const char *name) { return !std::strcmp(function.name(), name); };
  auto input = [&](size_t i) { return function.inputs()[i].toTensor(); };
  if (is("aten::convolution")) {
    double filter = double(input(1).numel()) / double(input(1).size(0));
    if (!function.inputs()[6].toBool()) return std::make_unique<Cost>(filter);
    multiply_adds += double(input(0).numel()) * filter;
  } else if (is("aten::mm") || is("aten::bmm")) {
    return std::make_unique<Cost>(double(input(0).size(-1)));
  } else if (is("aten::addmm")) {
    return std::make_unique<Cost>(double(input(1).size(-1)));
  }
  return nullptr;
}

static void end_operation(const at::RecordFunction &function, at::ObserverContext *context) {
  if (!context || function.outputs().empty()) return;
  auto elements = double(function.outputs()[0].toTensor().numel());
  multiply_adds += elements * static_cast<Cost *>(context)->per_element;
}

extern "C" {

ct_status ct_start_counting(void) {
  return guarded([&] {
    TORCH_CHECK(counter == at::INVALID_CALLBACK_HANDLE, "this thread counts already");
    multiply_adds = 0;
    counter = at::addThreadLocalCallback(
        at::RecordFunctionCallback(start_operation, end_operation)
            .needsInputs(true)
            .needsOutputs(true)
            .scopes({at::RecordScope::FUNCTION}));
  });
}

ct_status ct_stop_counting(double *result) {
  return guarded([&] {
    *result = multiply_adds;
    if (counter != at::INVALID_CALLBACK_HANDLE) at::removeCallback(counter);
    counter = at::INVALID_CALLBACK_HANDLE;
  });
}

ct_status ct_require_exact_cuda(void) {
  return guarded([&] {
    at::globalContext().setAllowTF32CuDNN(false);
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setBenchmarkCuDNN(false);
  });
}

ct_status ct_set_threads(int32_t count) {
  return guarded([&] { at::set_num_threads(count); });
}

int32_t ct_threads(void) { return at::get_num_threads(); }

const char *ct_version_string(void) { return TORCH_VERSION; }

const char *ct_cpu_capability(void) {
  static const std::string name = at::get_cpu_capability();
  return name.c_str();
}

int32_t ct_cuda_devices(void) { return int32_t(at::globalContext().hasCUDA() ? at::getNumGPUs() : 0); }

}

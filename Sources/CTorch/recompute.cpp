// Work whose graph is not kept: it is done again when a gradient comes back.
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <cstdlib>

#include "boundary.h"

namespace {

using torch::autograd::variable_list;

/// Stands for the caller's work in a graph.
struct Recomputation : torch::autograd::Node {
  ct_work work;
  variable_list inputs, parameters;
  bool is_done = false;

  Recomputation(const ct_work &work, variable_list from, variable_list by)
      : work(work), inputs(std::move(from)), parameters(std::move(by)) {
    torch::autograd::edge_list edges;
    for (const auto *all : {&inputs, &parameters}) {
      for (const auto &tensor : *all) {
        edges.push_back(tensor.requires_grad() ? torch::autograd::impl::gradient_edge(tensor)
                                               : torch::autograd::Edge());
      }
    }
    set_next_edges(std::move(edges));
  }
  ~Recomputation() override { release_variables(); }

  std::string name() const override { return "Recomputation"; }

  /// Lets go of the work, once.
  void release_variables() override {
    if (!is_done) work.release(work.context);
    is_done = true;
    inputs.clear();
    parameters.clear();
  }

  /// Does the work from `leaves`; there are `count` results.
  variable_list made_again(const variable_list &leaves, size_t count) const {
    std::vector<ct_tensor> handles, made(count);
    for (const auto &leaf : leaves) {
      handles.push_back(reinterpret_cast<ct_tensor>(leaf.unsafeGetTensorImpl()));
    }
    if (char *message = work.run(work.context, handles.data(), made.data())) {
      const std::string kept(message);
      std::free(message);
      throw std::runtime_error(kept);
    }
    variable_list results;
    for (auto handle : made) {
      results.push_back(borrow(handle));
      ct_release(handle);
    }
    return results;
  }

  variable_list apply(variable_list &&slopes) override {
    TORCH_CHECK_NOT_IMPLEMENTED(!at::GradMode::is_enabled(),
                                "work that is done again has no second derivatives");
    TORCH_CHECK(!is_done, "work was to be done again after its graph was let go");
    variable_list leaves, wanted, outputs, given, results(inputs.size() + parameters.size());
    std::vector<size_t> places;
    const auto want = [&](const at::Tensor &tensor, size_t place) {
      if (!task_should_compute_output(place)) return;
      wanted.push_back(tensor);
      places.push_back(place);
    };
    for (const auto &input : inputs) {
      leaves.push_back(input.detach().requires_grad_(input.requires_grad()));
      want(leaves.back(), leaves.size() - 1);
    }
    for (size_t i = 0; i < parameters.size(); i++) want(parameters[i], leaves.size() + i);
    at::AutoGradMode recording(true);
    // Autocast rounds a leaf once for all who read it: what was none must not become one.
    for (size_t i = 0; i < leaves.size(); i++) {
      if (!inputs[i].is_leaf()) leaves[i] = leaves[i].view_as(leaves[i]);
    }
    const auto made = made_again(leaves, slopes.size());
    for (size_t i = 0; i < slopes.size(); i++) {
      if (!slopes[i].defined() || !made[i].requires_grad()) continue;
      outputs.push_back(made[i]);
      given.push_back(slopes[i]);
    }
    if (outputs.empty() || wanted.empty()) return results;
    auto gradients = torch::autograd::grad(outputs, wanted, given, /*retain_graph=*/false,
                                           /*create_graph=*/false, /*allow_unused=*/true);
    for (size_t i = 0; i < places.size(); i++) results[places[i]] = std::move(gradients[i]);
    return results;
  }
};

/// Owned as this version of libtorch owns nodes: by its own counted pointers or the library's.
template <typename Pointer>
Pointer owned(Recomputation *node) {
  if constexpr (std::is_same_v<Pointer, std::shared_ptr<torch::autograd::Node>>) {
    return Pointer(node);
  } else {
    return Pointer::unsafe_steal_from_new(node);
  }
}

}  // namespace

extern "C" {

bool ct_is_recording(void) { return at::GradMode::is_enabled(); }

ct_status ct_recompute(const ct_tensor *made, size_t made_count, const ct_tensor *inputs,
                       size_t inputs_count, const ct_tensor *parameters, size_t parameters_count,
                       ct_work work, ct_tensor *results) {
  return guarded([&] {
    const auto node = owned<decltype(torch::autograd::Edge::function)>(new Recomputation(
        work, borrow_all(inputs, inputs_count), borrow_all(parameters, parameters_count)));
    for (size_t i = 0; i < made_count; i++) {
      auto attached = borrow(made[i]).variable_data();
      torch::autograd::set_history(attached, node);
      results[i] = give(std::move(attached));
    }
  });
}

}

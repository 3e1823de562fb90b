// Random tensors, each drawn from a fresh generator, so that they depend on their seed alone.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/ops/bernoulli.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/normal.h>
#include <ATen/ops/uniform.h>

#include "boundary.h"

/// A generator of the kind that draws on `device`, seeded.
static at::Generator seeded(const at::Device &device, uint64_t seed) {
  if (device.is_cpu()) return at::make_generator<at::CPUGeneratorImpl>(seed);
  auto generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

/// A tensor that `draw` has filled.
template <typename Draw>
static ct_status drawn(const intptr_t *sizes, size_t count, int32_t dtype, int32_t device,
                       int32_t index, uint64_t seed, ct_tensor *result, Draw &&draw) {
  return guarded([&] {
    auto made = at::empty(at::IntArrayRef(sizes, count), options(dtype, device, index));
    draw(made, seeded(made.device(), seed));
    *result = give(made);
  });
}

extern "C" {

ct_status ct_normal(const intptr_t *sizes, size_t sizes_count, double mean, double deviation,
                    uint64_t seed, int32_t dtype, int32_t device, int32_t index,
                    ct_tensor *result) {
  return drawn(sizes, sizes_count, dtype, device, index, seed, result,
               [&](at::Tensor &made, at::Generator generator) {
                 made.normal_(mean, deviation, generator);
               });
}

ct_status ct_uniform(const intptr_t *sizes, size_t sizes_count, double low, double high,
                     uint64_t seed, int32_t dtype, int32_t device, int32_t index,
                     ct_tensor *result) {
  return drawn(sizes, sizes_count, dtype, device, index, seed, result,
               [&](at::Tensor &made, at::Generator generator) {
                 made.uniform_(low, high, generator);
               });
}

ct_status ct_bernoulli(const intptr_t *sizes, size_t sizes_count, double probability, uint64_t seed,
                       int32_t dtype, int32_t device, int32_t index, ct_tensor *result) {
  return drawn(sizes, sizes_count, dtype, device, index, seed, result,
               [&](at::Tensor &made, at::Generator generator) {
                 made.bernoulli_(probability, generator);
               });
}

}

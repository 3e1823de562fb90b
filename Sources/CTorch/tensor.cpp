// Tensors: their life, their shape, their contents.
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>

#include <cstring>
#include <memory>
#include <string>

#include "boundary.h"

static thread_local std::string last_error;

void remember_error(const char *message) { last_error = message; }

extern "C" {

const char *ct_error_message(void) { return last_error.c_str(); }

ct_tensor ct_share(ct_tensor tensor) { return give(borrow(tensor)); }

void ct_release(ct_tensor tensor) {
  c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
      reinterpret_cast<c10::TensorImpl *>(tensor));
}

intptr_t ct_dimensions(ct_tensor tensor) { return borrow(tensor).dim(); }

intptr_t ct_size(ct_tensor tensor, intptr_t dimension) { return borrow(tensor).sizes()[dimension]; }

int32_t ct_dtype(ct_tensor tensor) { return int32_t(borrow(tensor).scalar_type()); }

size_t ct_element_size(int32_t dtype) { return c10::elementSize(at::ScalarType(dtype)); }

void ct_device(ct_tensor tensor, int32_t *device, int32_t *index) {
  *device = int32_t(borrow(tensor).device().type());
  *index = borrow(tensor).device().index();
}

intptr_t ct_version(ct_tensor tensor) { return borrow(tensor)._version(); }

ct_status ct_full(const intptr_t *sizes, size_t sizes_count, double value, int32_t dtype,
                  int32_t device, int32_t index, ct_tensor *result) {
  return guarded([&] {
    *result = give(
        at::full(at::IntArrayRef(sizes, sizes_count), value, options(dtype, device, index)));
  });
}

ct_status ct_zeros_like(ct_tensor model, ct_tensor *result) {
  return guarded([&] { *result = give(at::zeros_like(borrow(model))); });
}

ct_status ct_channels_last(ct_tensor tensor, ct_tensor *result) {
  return guarded([&] {
    *result = give(borrow(tensor).contiguous(at::MemoryFormat::ChannelsLast));
  });
}

bool ct_is_channels_last(ct_tensor tensor) {
  const auto maps = borrow(tensor);
  return maps.dim() == 4 && maps.is_contiguous(at::MemoryFormat::ChannelsLast);
}

ct_status ct_from_bytes(const void *bytes, const intptr_t *sizes, size_t sizes_count, int32_t dtype,
                        int32_t device, int32_t index, ct_tensor *result) {
  return guarded([&] {
    auto made = at::empty(at::IntArrayRef(sizes, sizes_count), at::ScalarType(dtype));
    if (made.nbytes() > 0) std::memcpy(made.data_ptr(), bytes, made.nbytes());
    *result = give(made.to(options(dtype, device, index)));
  });
}

ct_status ct_from_memory(const void *memory, const intptr_t *sizes, const intptr_t *strides,
                         size_t count, int32_t dtype, void *owner, void (*release)(void *),
                         ct_tensor *result) {
  // Released with the tensor's memory, or here where no tensor comes of it.
  auto held = std::shared_ptr<void>(owner, release);
  return guarded([&] {
    *result = give(at::from_blob(
        const_cast<void *>(memory), at::IntArrayRef(sizes, count), at::IntArrayRef(strides, count),
        [held](void *) {}, at::ScalarType(dtype)));
  });
}

ct_status ct_to_bytes(ct_tensor tensor, void *bytes, size_t capacity) {
  return guarded([&] {
    auto whole = borrow(tensor).detach().to(at::kCPU).contiguous();
    TORCH_CHECK(whole.nbytes() == capacity, "there is room for ", capacity, " bytes, the tensor has ",
                whole.nbytes());
    if (capacity > 0) std::memcpy(bytes, whole.const_data_ptr(), capacity);
  });
}

ct_status ct_to(ct_tensor tensor, int32_t dtype, int32_t device, int32_t index, ct_tensor *result) {
  return guarded([&] { *result = give(borrow(tensor).to(options(dtype, device, index))); });
}

ct_status ct_item(ct_tensor tensor, double *result) {
  return guarded([&] { *result = borrow(tensor).item().toDouble(); });
}

}

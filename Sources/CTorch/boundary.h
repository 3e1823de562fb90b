// How the C functions see libtorch: borrowed handles, given-away results, caught exceptions.
#pragma once
#include <ATen/core/Tensor.h>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "ctorch.h"

/// Keeps `message` for `ct_error_message`.
void remember_error(const char *message);

/// Runs `work`, and turns whatever it throws into a status and a message.
template <typename Work>
ct_status guarded(Work &&work) noexcept {
  try {
    work();
    return 0;
  } catch (const c10::Error &error) {
    remember_error(error.what_without_backtrace());
  } catch (const std::exception &error) {
    remember_error(error.what());
  } catch (...) {
    remember_error("an exception of unknown type");
  }
  return 1;
}

/// The tensor behind a handle, which is a TensorImpl pointer that owns one reference.
inline at::Tensor borrow(ct_tensor handle) {
  using Reference = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
  return at::Tensor(Reference::reclaim_copy(reinterpret_cast<c10::TensorImpl *>(handle)));
}

inline std::optional<at::Tensor> borrow_optional(ct_tensor handle) {
  return handle ? std::optional<at::Tensor>(borrow(handle)) : std::nullopt;
}

inline std::vector<at::Tensor> borrow_all(const ct_tensor *handles, size_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (size_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

/// Hands `tensor` to the caller, who releases it; NULL where it is undefined.
inline ct_tensor give(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  return reinterpret_cast<ct_tensor>(tensor.unsafeReleaseTensorImpl());
}

/// A number for arithmetic; whole ones leave tensors of whole numbers what they are.
inline at::Scalar scalar(double value) {
  bool whole = std::trunc(value) == value && std::abs(value) < 0x1p53 &&
               !(value == 0 && std::signbit(value));
  return whole ? at::Scalar(int64_t(value)) : at::Scalar(value);
}

template <typename Value>
std::optional<Value> optional(bool has, Value value) {
  return has ? std::optional<Value>(value) : std::nullopt;
}

inline at::OptionalIntArrayRef optional_array(bool has, const intptr_t *values, size_t count) {
  if (!has) return std::nullopt;
  return at::OptionalIntArrayRef(at::IntArrayRef(values, count));
}

/// A place for tensors; an index of -1 is the device's current one.
inline at::TensorOptions options(int32_t dtype, int32_t device, int32_t index) {
  return at::TensorOptions()
      .dtype(at::ScalarType(dtype))
      .device(at::Device(at::DeviceType(device), at::DeviceIndex(index)));
}

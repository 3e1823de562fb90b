// Work for libtorch's own threads.
#include "parallel.h"

#include <ATen/TensorIterator.h>
#include <ATen/ops/empty.h>

void in_parallel(int64_t count, c10::function_ref<void(int64_t, int64_t)> work) {
  // An iterator over bytes that nobody reads or writes; how far one is from the first is its number.
  const auto bytes = at::empty({count}, at::kByte);
  const auto *first = static_cast<const char *>(bytes.const_data_ptr());
  auto iterator = at::TensorIterator::borrowing_nullary_op(bytes);
  iterator.for_each(
      [&](char **data, const int64_t *, int64_t length) {
        const int64_t begin = data[0] - first;
        work(begin, begin + length);
      },
      /*grain_size=*/1);
}

// Bytes of pictures as numbers.
#include <ATen/ops/empty.h>

#include <array>

#include "boundary.h"
#include "parallel.h"

namespace {

/// Every byte divided by 255, as a division of float32 rounds it.
const std::array<float, 256> quotients = [] {
  std::array<float, 256> values;
  for (int byte = 0; byte < 256; byte++) values[byte] = float(byte) / 255.0f;
  return values;
}();

/// Writes the numbers of `count` pixels side by side; a channel's bytes are `plane` from the next.
template <int64_t fixed>
void spread(const uint8_t *bytes, int64_t channels, int64_t plane, int64_t count, float *numbers) {
  const int64_t depth = fixed > 0 ? fixed : channels;
  for (int64_t pixel = 0; pixel < count; pixel++) {
    for (int64_t channel = 0; channel < depth; channel++) {
      numbers[pixel * depth + channel] = quotients[bytes[channel * plane + pixel]];
    }
  }
}

}  // namespace

extern "C" ct_status ct_pictures(const uint8_t *bytes, const intptr_t *sizes, ct_tensor *result) {
  return guarded([&] {
    const int64_t channels = sizes[1], height = sizes[2], width = sizes[3];
    // Grey pictures lie alike in both layouts; kernels differ by how their strides are told.
    const auto layout =
        channels == 1 ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast;
    auto made = at::empty(at::IntArrayRef(sizes, 4), at::TensorOptions(at::kFloat), layout);
    float *numbers = made.mutable_data_ptr<float>();
    const int64_t plane = height * width;
    // A row of every channel at a time, each row of numbers being written once.
    in_parallel(sizes[0] * height, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row++) {
        const uint8_t *first = bytes + row / height * channels * plane + row % height * width;
        float *target = numbers + row * width * channels;
        (channels == 3 ? spread<3> : spread<0>)(first, channels, plane, width, target);
      }
    });
    *result = give(made);
  });
}

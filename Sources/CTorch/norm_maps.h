// How feature maps lie in channels-last memory, and the types of their numbers.
#pragma once
#include <ATen/core/Tensor.h>

#include <numeric>
#include <vector>

#include "lanes.h"

/// Pixels one after another, each of `channels` numbers side by side.
///
/// They are cut into blocks that are whole pixels and whole lanes, so that a lane has the same
/// channel in every block; and into tiles of some blocks, for which sums are kept apart, so that
/// sums do not depend on how many threads there are.
struct NormMaps {
  int64_t channels, pixels;
  /// The numbers of a block and of a tile.
  int64_t block, tile;

  template <typename Number>
  static NormMaps of(const at::Tensor &x) {
    const int64_t channels = x.size(1);
    const int64_t block = std::lcm(channels, Lanes<Number>::count);
    const int64_t least = std::max<int64_t>(4096, 64 * channels);
    return {channels, x.numel() / channels, block, (least + block - 1) / block * block};
  }

  int64_t numbers() const { return pixels * channels; }
  int64_t tiles() const { return (numbers() + tile - 1) / tile; }

  /// The place of a tile's first number.
  int64_t begin(int64_t index) const { return index * tile; }
  /// The place behind its last one.
  int64_t end(int64_t index) const { return std::min(numbers(), (index + 1) * tile); }

  /// One number for each channel, repeated for all pixels of a block.
  template <typename Number>
  std::vector<Number> repeated(const std::vector<double> &values) const {
    std::vector<Number> all(block);
    for (int64_t i = 0; i < block; i++) all[i] = Number(values[i % channels]);
    return all;
  }

  /// Adds a block's numbers to the sums of their channels.
  template <typename Number>
  void fold(const std::vector<Number> &numbers, double *sums) const {
    for (int64_t start = 0; start < block; start += channels) {
      for (int64_t i = 0; i < channels; i++) sums[i] += numbers[start + i];
    }
  }
};

/// The types of a norm's input and output, and of what is computed in between.
template <typename In, typename Out>
struct NormTypes {
  using Input = In;
  using Output = Out;
  using Number = typename Computed<In>::Type;
};

/// Whether there is a fused norm from one type to the other.
inline bool has_norm_types(at::ScalarType in, at::ScalarType out) {
  return (in == out && (in == at::kFloat || in == at::kDouble || in == at::kBFloat16)) ||
         (in == at::kBFloat16 && out == at::kFloat);
}

/// Runs `work` with the `NormTypes` of the two tensors.
template <typename Work>
void with_norm_types(const at::Tensor &in, const at::Tensor &out, const Work &work) {
  const bool stays = in.scalar_type() == out.scalar_type();
  switch (in.scalar_type()) {
    case at::kDouble: return work(NormTypes<double, double>());
    case at::kFloat: return work(NormTypes<float, float>());
    default:
      if (stays) return work(NormTypes<c10::BFloat16, c10::BFloat16>());
      return work(NormTypes<c10::BFloat16, float>());
  }
}

// Rows of channels-last maps as the loops of depthwise convolutions read them.
//
// Work is cut by sample and by part of the channels. Rows of such a part are first laid out by
// themselves in the type that is computed with, zeros beside them, so that no loop knows an edge.
#pragma once
#include <ATen/core/Tensor.h>

#include <vector>

#include "lanes.h"

/// A part of the channels: so wide that the sums of a window's row stay in registers.
template <typename Number>
using Part = Lanes<Number, 128>;

/// How many bytes of rows are laid out at a time, so that the cache keeps them.
inline constexpr int64_t cached_bytes = 256 * 1024;

inline int64_t rows_at_a_time(int64_t bytes_of_row, int64_t rows) {
  return std::min(rows, std::max<int64_t>(4, cached_bytes / bytes_of_row));
}

/// Channels-last maps.
template <typename Kept>
struct Maps {
  Kept *numbers;
  int64_t samples, channels, rows, columns;

  static Maps of(const at::Tensor &maps, Kept *numbers) {
    return {numbers, maps.size(0), maps.size(1), maps.size(2), maps.size(3)};
  }

  template <typename Number>
  int64_t parts() const {
    return (channels + Part<Number>::count - 1) / Part<Number>::count;
  }
  PART_OF_LOOP Kept *pixel(int64_t sample, int64_t row, int64_t column, int64_t channel) const {
    return numbers + ((sample * rows + row) * columns + column) * channels + channel;
  }
};

/// Rows of one part of the channels, with zeros beside them.
template <typename Number>
struct Strip {
  int64_t zeros_before, width, first = 0;
  std::vector<Number> numbers;

  Strip(int64_t zeros_before, int64_t width, int64_t rows)
      : zeros_before(zeros_before),
        width(width),
        numbers(rows * width * Part<Number>::count) {}

  /// Takes the rows `begin..<end` of a sample.
  template <typename Kept>
  PART_OF_LOOP void take(const Maps<const Kept> &maps, int64_t sample, int64_t begin, int64_t end,
                         int64_t channel) {
    first = begin;
    for (int64_t row = begin; row < end; row++) {
      const auto *from = maps.pixel(sample, row, 0, channel);
      auto *to = at(row, 0);
      for (int64_t column = 0; column < maps.columns; column++) {
        Part<Number> part;
        read_lanes(from + column * maps.channels, maps.channels - channel, part);
        write_lanes(part, to + column * part.count);
      }
    }
  }

  /// A pixel; columns that the maps do not have are zeros.
  PART_OF_LOOP Number *at(int64_t row, int64_t column) {
    const int64_t pixel = (row - first) * width + zeros_before + column;
    return numbers.data() + pixel * Part<Number>::count;
  }
};

/// Calls `work` with a number of the type that the maps are kept in.
template <typename Work>
void with_kept_type(const at::Tensor &maps, const Work &work) {
  switch (maps.scalar_type()) {
    case at::kDouble: return work(double());
    case at::kFloat: return work(float());
    default: return work(c10::BFloat16());
  }
}

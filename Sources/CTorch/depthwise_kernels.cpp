// The way back through a depthwise convolution, as loops over channels-last memory.
//
// Work is cut by sample and by part of the channels. Rows of such a part are first laid out by
// themselves in the type that is computed with, zeros beside them, so that no loop knows an edge.
#include "depthwise_kernels.h"

#include <ATen/ops/zeros.h>

#include <vector>

#include "lanes.h"
#include "parallel.h"

namespace {

/// A part of the channels: so wide that the sums of a window's row stay in registers.
template <typename Number>
using Part = Lanes<Number, 128>;

/// Rows of all parts, as many at a time as the cache keeps.
constexpr int64_t cached_bytes = 256 * 1024;

int64_t rows_at_a_time(int64_t bytes_of_row, int64_t rows) {
  return std::min(rows, std::max<int64_t>(4, cached_bytes / bytes_of_row));
}

/// Channels-last maps and where one of their parts lies.
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

/// Adds to `taps` sums: of one row's slopes times the pixels under each tap.
template <int taps, typename Number>
PART_OF_LOOP void add_products(const Number *pixels, int64_t stride, int64_t dilation,
                               const Number *slopes, int64_t count, Number *sums) {
  constexpr auto step = Part<Number>::count;
  Part<Number> sum[taps] = {};
  for (int64_t i = 0; i < count; i++) {
    Part<Number> slope, pixel;
    read_lanes(slopes + i * step, slope);
    for (int tap = 0; tap < taps; tap++) {
      read_lanes(pixels + (i * stride + tap * dilation) * step, pixel);
      sum[tap].all += slope.all * pixel.all;
    }
  }
  for (int tap = 0; tap < taps; tap++) {
    Part<Number> before;
    read_lanes(sums + tap * step, before);
    sum[tap].all += before.all;
    write_lanes(sum[tap], sums + tap * step);
  }
}

/// The same for any number of taps.
template <typename Number>
PART_OF_LOOP void add_products(int64_t taps, const Number *pixels, int64_t stride, int64_t dilation,
                               const Number *slopes, int64_t count, Number *sums) {
  constexpr auto step = Part<Number>::count;
  for (; taps >= 5; taps -= 5, pixels += 5 * dilation * step, sums += 5 * step) {
    add_products<5>(pixels, stride, dilation, slopes, count, sums);
  }
  for (; taps >= 3; taps -= 3, pixels += 3 * dilation * step, sums += 3 * step) {
    add_products<3>(pixels, stride, dilation, slopes, count, sums);
  }
  for (; taps > 0; taps--, pixels += dilation * step, sums += step) {
    add_products<1>(pixels, stride, dilation, slopes, count, sums);
  }
}

/// One sample's share of a part's weight gradient, added to `sums`: a `Part` for each tap.
template <typename Kept, typename Number>
PART_OF_LOOP void add_weight_gradient(const Maps<const Kept> &x, const Maps<const Kept> &slope,
                                      Window window, int64_t sample, int64_t channel,
                                      Strip<Number> &pixels, Strip<Number> &slopes,
                                      int64_t rows_at_once, Number *sums) {
  for (int64_t begin = 0; begin < slope.rows; begin += rows_at_once) {
    const int64_t end = std::min(slope.rows, begin + rows_at_once);
    const auto top = [&](int64_t row) { return row * window.stride - window.padding; };
    const int64_t first = std::max<int64_t>(0, top(begin));
    const int64_t last = std::min(x.rows - 1, top(end - 1) + window.span());
    pixels.take(x, sample, first, last + 1, channel);
    slopes.take(slope, sample, begin, end, channel);
    for (int64_t row = begin; row < end; row++) {
      for (int64_t tap = 0; tap < window.side; tap++) {
        const int64_t under = top(row) + tap * window.dilation;
        if (under < 0 || under >= x.rows) continue;
        add_products(window.side, pixels.at(under, -window.padding), window.stride,
                     window.dilation, slopes.at(row, 0), slope.columns,
                     sums + tap * window.side * Part<Number>::count);
      }
    }
  }
}

template <typename Kept>
std::vector<double> weight_gradient(const Maps<const Kept> &x, const Maps<const Kept> &slope,
                                    Window window) {
  using Number = typename Computed<Kept>::Type;
  constexpr auto step = Part<Number>::count;
  const int64_t taps = window.side * window.side, parts = x.template parts<Number>();
  const int64_t width = std::max(window.padding + x.columns,
                                 (slope.columns - 1) * window.stride + window.span() + 1);
  const int64_t rows = rows_at_a_time(
      (window.stride * width + slope.columns) * sizeof(Part<Number>), slope.rows);
  std::vector<Number> shares(x.samples * parts * taps * step);
  in_parallel(x.samples * parts, [&](int64_t begin, int64_t end) {
    Strip<Number> pixels(window.padding, width, rows * window.stride + window.span() + 1);
    Strip<Number> slopes(0, slope.columns, rows);
    for (int64_t task = begin; task < end; task++) {
      vectorized([&]() __attribute__((always_inline)) {
        add_weight_gradient(x, slope, window, task / parts, task % parts * step, pixels, slopes,
                            rows, &shares[task * taps * step]);
      });
    }
  });
  std::vector<double> sums(x.channels * taps);
  for (int64_t sample = 0; sample < x.samples; sample++) {
    for (int64_t channel = 0; channel < x.channels; channel++) {
      const auto *share = &shares[(sample * parts + channel / step) * taps * step + channel % step];
      for (int64_t tap = 0; tap < taps; tap++) sums[channel * taps + tap] += share[tap * step];
    }
  }
  return sums;
}

/// Where the slopes begin that a tap gives back, and its weights.
template <typename Number>
struct Tap {
  const Number *slopes, *weights;
};

/// Writes the gradients of `count` pixels, `stride` numbers apart, on which the same taps fell.
template <int64_t count, typename Kept, typename Number>
PART_OF_LOOP void write_gradients(const std::vector<Tap<Number>> &taps, int64_t at, Kept *to,
                                  int64_t stride, int64_t channels) {
  constexpr auto step = Part<Number>::count;
  Part<Number> sum[count] = {};
  for (const auto &tap : taps) {
    Part<Number> weight, slope;
    read_lanes(tap.weights, weight);
    for (int64_t i = 0; i < count; i++) {
      read_lanes(tap.slopes + (at + i) * step, slope);
      sum[i].all += slope.all * weight.all;
    }
  }
  for (int64_t i = 0; i < count; i++) write_lanes(sum[i], channels, to + i * stride);
}

/// The rows of the output of which a tap fell on one of the input's rows `begin..<end`.
struct Reach {
  int64_t first, last;

  Reach(Window window, int64_t begin, int64_t end, int64_t rows)
      : first(begin + window.padding - window.span()), last(end - 1 + window.padding) {
    first = std::max<int64_t>(0, first < 0 ? 0 : (first + window.stride - 1) / window.stride);
    last = std::min(rows - 1, last / window.stride);
  }
};

/// One sample's input gradient of a part of the channels.
template <typename Kept, typename Number>
PART_OF_LOOP void write_input_gradient(const Maps<const Kept> &slope, const Maps<Kept> &result,
                                       Window window, int64_t sample, int64_t channel,
                                       const Number *weights, Strip<Number> &slopes,
                                       int64_t rows_at_once, std::vector<Tap<Number>> &taps) {
  constexpr auto step = Part<Number>::count;
  const int64_t pixel = window.stride * result.channels, left = result.channels - channel;
  for (int64_t begin = 0; begin < result.rows; begin += rows_at_once) {
    const int64_t end = std::min(result.rows, begin + rows_at_once);
    const Reach reach(window, begin, end, slope.rows);
    slopes.take(slope, sample, reach.first, reach.last + 1, channel);
    for (int64_t row = begin; row < end; row++) {
      for (int64_t phase = 0; phase < std::min(window.stride, result.columns); phase++) {
        taps.clear();
        for (int64_t tap = 0; tap < window.side * window.side; tap++) {
          const int64_t down = row + window.padding - tap / window.side * window.dilation;
          const int64_t along = phase + window.padding - tap % window.side * window.dilation;
          if (down % window.stride != 0 || along % window.stride != 0) continue;
          if (down < 0 || down / window.stride >= slope.rows) continue;
          taps.push_back({slopes.at(down / window.stride, along / window.stride),
                          weights + tap * step});
        }
        const int64_t count = (result.columns - phase + window.stride - 1) / window.stride;
        auto *to = result.pixel(sample, row, phase, channel);
        int64_t at = 0;
        for (; at + 4 <= count; at += 4) write_gradients<4>(taps, at, to + at * pixel, pixel, left);
        for (; at < count; at++) write_gradients<1>(taps, at, to + at * pixel, pixel, left);
      }
    }
  }
}

template <typename Kept>
void input_gradient(const Maps<const Kept> &slope, const Maps<Kept> &result, Window window,
                    const std::vector<double> &weight) {
  using Number = typename Computed<Kept>::Type;
  constexpr auto step = Part<Number>::count;
  const int64_t taps = window.side * window.side, parts = result.template parts<Number>();
  std::vector<Number> weights(parts * taps * step);
  for (int64_t channel = 0; channel < result.channels; channel++) {
    for (int64_t tap = 0; tap < taps; tap++) {
      weights[(channel / step * taps + tap) * step + channel % step] =
          Number(weight[channel * taps + tap]);
    }
  }
  const int64_t beyond = std::max<int64_t>(0, window.span() - window.padding);
  const int64_t zeros = (beyond + window.stride - 1) / window.stride;
  const int64_t last = (result.columns - 1 + window.padding) / window.stride;
  const int64_t width = zeros + std::max(slope.columns, last + 1);
  const int64_t rows = rows_at_a_time(width * sizeof(Part<Number>), result.rows);
  in_parallel(result.samples * parts, [&](int64_t begin, int64_t end) {
    Strip<Number> slopes(zeros, width, (rows + window.span()) / window.stride + 2);
    std::vector<Tap<Number>> room;
    for (int64_t task = begin; task < end; task++) {
      vectorized([&]() __attribute__((always_inline)) {
        const int64_t part = task % parts;
        write_input_gradient(slope, result, window, task / parts, part * step,
                             &weights[part * taps * step], slopes, rows, room);
      });
    }
  });
}

/// Calls `work` with a number of the type that the maps are kept in.
template <typename Work>
void with_kept_type(const at::Tensor &maps, const Work &work) {
  switch (maps.scalar_type()) {
    case at::kDouble: return work(double());
    case at::kFloat: return work(float());
    default: return work(c10::BFloat16());
  }
}

}  // namespace

void depthwise_input_gradient(const at::Tensor &slope, const at::Tensor &weight, Window window,
                              const at::Tensor &result) {
  const auto wide = weight.to(at::kDouble).contiguous();
  const auto *first = wide.const_data_ptr<double>();
  with_kept_type(slope, [&](auto number) {
    using Kept = decltype(number);
    input_gradient(Maps<const Kept>::of(slope, slope.const_data_ptr<Kept>()),
                   Maps<Kept>::of(result, result.mutable_data_ptr<Kept>()), window,
                   {first, first + wide.numel()});
  });
}

at::Tensor depthwise_weight_gradient(const at::Tensor &x, const at::Tensor &slope, Window window) {
  auto result = at::zeros({x.size(1), 1, window.side, window.side}, at::kDouble);
  with_kept_type(slope, [&](auto number) {
    using Kept = decltype(number);
    const auto sums = weight_gradient(Maps<const Kept>::of(x, x.const_data_ptr<Kept>()),
                                      Maps<const Kept>::of(slope, slope.const_data_ptr<Kept>()), window);
    std::copy(sums.begin(), sums.end(), result.mutable_data_ptr<double>());
  });
  return result;
}

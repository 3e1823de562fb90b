// The weights' gradient of a depthwise convolution.
#include <ATen/ops/zeros.h>

#include "depthwise_kernels.h"
#include "depthwise_strips.h"
#include "parallel.h"

namespace {

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

}  // namespace

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

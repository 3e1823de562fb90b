// The input's gradient of a depthwise convolution.
#include "depthwise_kernels.h"
#include "depthwise_strips.h"
#include "parallel.h"

namespace {

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
        for (int64_t i = 0; i < window.side; i++) {
          const int64_t down = row + window.padding - i * window.dilation;
          if (down < 0 || down % window.stride != 0 || down / window.stride >= slope.rows) continue;
          for (int64_t j = 0; j < window.side; j++) {
            const int64_t along = phase + window.padding - j * window.dilation;
            if (along % window.stride != 0) continue;
            taps.push_back({slopes.at(down / window.stride, along / window.stride),
                            weights + (i * window.side + j) * step});
          }
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

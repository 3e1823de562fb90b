// The gradient's way back through an activation, the addition of a skip and batch norm.
#include "norm_kernels.h"
#include "parallel.h"

namespace {

/// The maps that are read; `y` only where gradients stop by the output, `other` in some loops.
template <typename In, typename Out>
struct Maps {
  const In *x;
  const Out *slope, *other, *y;
};

/// The factors of each channel, for all pixels of a block.
template <typename Number>
struct Factors {
  std::vector<Number> mean, scale, shift, centred, plain;

  Factors(const NormMaps &maps, const Affine &affine, const GradientSums *factors)
      : mean(maps.repeated<Number>(affine.mean)),
        scale(maps.repeated<Number>(affine.scale)),
        shift(maps.repeated<Number>(affine.shift)) {
    if (!factors) return;
    centred = maps.repeated<Number>(factors->centred);
    plain = maps.repeated<Number>(factors->plain);
  }
};

/// Some pixels on the way back: how far from the mean they are, and the gradient that passes.
template <Activation activation, bool by_output, typename Number>
struct Pixels {
  Lanes<Number> mean, scale, shift, away, slope;

  PART_OF_LOOP Pixels(const Factors<Number> &by, int64_t column) {
    read_lanes(by.mean.data() + column, mean);
    read_lanes(by.scale.data() + column, scale);
    read_lanes(by.shift.data() + column, shift);
  }

  template <bool both = false, typename In, typename Out>
  PART_OF_LOOP void read(const Maps<In, Out> &maps, int64_t at, int64_t count) {
    read_lanes(maps.x + at, count, away);
    read_lanes(maps.slope + at, count, slope);
    away.all -= mean.all;
    if constexpr (both) {
      Lanes<Number> other;
      read_lanes(maps.other + at, count, other);
      slope.all += other.all;
    }
    if constexpr (by_output) {
      Lanes<Number> y;
      read_lanes(maps.y + at, count, y);
      go_back_through<activation>(y.all, slope);
    } else {
      go_back_through<activation>(away.all * scale.all + shift.all, slope);
    }
  }
};

/// What is done while gradients are added up.
enum class Adding { reads, writes, writes_sum_of_both };

/// Adds up the gradients in each lane of a tile's blocks, and writes what passes to `passed`.
template <typename Way, Adding adding, typename In, typename Out, typename Number>
PART_OF_LOOP void add_up(const Maps<In, Out> &maps, int64_t begin, int64_t end, int64_t block,
                         const Factors<Number> &by, Number *plain, Number *centred, Out *passed) {
  for (int64_t column = 0; column < block; column += Lanes<Number>::count) {
    Pixels<Way::activation, Way::by_output, Number> pixels(by, column);
    Lanes<Number> plain_sum{}, centred_sum{};
    for (int64_t at = begin + column; at < end; at += block) {
      pixels.template read<adding == Adding::writes_sum_of_both>(maps, at, end - at);
      plain_sum.all += pixels.slope.all;
      centred_sum.all += pixels.slope.all * pixels.away.all;
      if constexpr (adding != Adding::reads) write_lanes(pixels.slope, end - at, passed + at);
    }
    write_lanes(plain_sum, plain + column);
    write_lanes(centred_sum, centred + column);
  }
}

template <typename Way, typename In, typename Out, typename Number>
PART_OF_LOOP void go_back(const Maps<In, Out> &maps, int64_t begin, int64_t end, int64_t block,
                          const Factors<Number> &by, In *result) {
  for (int64_t column = 0; column < block; column += Lanes<Number>::count) {
    Pixels<Way::activation, Way::by_output, Number> pixels(by, column);
    Lanes<Number> centred, plain, value;
    read_lanes(by.centred.data() + column, centred);
    read_lanes(by.plain.data() + column, plain);
    for (int64_t at = begin + column; at < end; at += block) {
      pixels.read(maps, at, end - at);
      value.all = pixels.slope.all * pixels.scale.all +
                  (pixels.away.all * centred.all + plain.all);
      write_lanes(value, end - at, result + at);
    }
  }
}

/// A `WayBack` as a type.
template <Activation known, bool output>
struct Way {
  static constexpr Activation activation = known;
  static constexpr bool by_output = output;
};

/// Calls `work` with `way` as a type.
template <typename Work>
void with_way(WayBack way, const Work &work) {
  if (way.by_output) return work(Way<Activation::relu, true>());
  with_activation(way.activation, [&](auto what) { work(Way<what, false>()); });
}

template <typename Types>
auto maps_of(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &other,
             const at::Tensor &y) {
  using Out = typename Types::Output;
  const auto numbers = [](const at::Tensor &maps) {
    return maps.defined() ? maps.const_data_ptr<Out>() : nullptr;
  };
  return Maps<typename Types::Input, Out>{x.const_data_ptr<typename Types::Input>(),
                                          numbers(slope), numbers(other), numbers(y)};
}

/// For each tile and channel the sum of gradients, then that of gradients times x - mean.
template <typename Types, typename Way, Adding adding>
std::vector<double> tile_sums(const NormMaps &maps,
                              const Maps<typename Types::Input, typename Types::Output> &from,
                              const Affine &affine, typename Types::Output *passed) {
  using Number = typename Types::Number;
  const Factors<Number> by(maps, affine, nullptr);
  std::vector<double> sums(2 * maps.tiles() * maps.channels);
  in_parallel(maps.tiles(), [&](int64_t begin, int64_t end) {
    std::vector<Number> plain(maps.block), centred(maps.block);
    for (int64_t tile = begin; tile < end; tile++) {
      vectorized([&]() __attribute__((always_inline)) {
        add_up<Way, adding>(from, maps.begin(tile), maps.end(tile), maps.block, by, plain.data(),
                              centred.data(), passed);
      });
      double *here = &sums[2 * tile * maps.channels];
      maps.fold(plain, here);
      maps.fold(centred, here + maps.channels);
    }
  });
  return sums;
}

}  // namespace

GradientSums norm_gradient_sums(const at::Tensor &x, const at::Tensor &slope,
                                const at::Tensor &other, const at::Tensor &y,
                                const Affine &affine, WayBack way, const at::Tensor &passed) {
  const size_t channels = x.size(1);
  GradientSums all{std::vector<double>(channels), std::vector<double>(channels)};
  with_norm_types(x, slope, [&](auto types) {
    using Types = decltype(types);
    const auto maps = NormMaps::of<typename Types::Number>(x);
    const auto from = maps_of<Types>(x, slope, other, y);
    auto *out = passed.defined() ? passed.mutable_data_ptr<typename Types::Output>() : nullptr;
    std::vector<double> sums;
    with_way(way, [&](auto known) {
      using Way = decltype(known);
      if (other.defined()) {
        sums = tile_sums<Types, Way, Adding::writes_sum_of_both>(maps, from, affine, out);
      } else if (passed.defined()) {
        sums = tile_sums<Types, Way, Adding::writes>(maps, from, affine, out);
      } else {
        sums = tile_sums<Types, Way, Adding::reads>(maps, from, affine, out);
      }
    });
    for (size_t i = 0; i < sums.size(); i++) {
      (i / channels % 2 ? all.centred : all.plain)[i % channels] += sums[i];
    }
  });
  return all;
}

void norm_input_gradient(const at::Tensor &x, const at::Tensor &slope, const at::Tensor &y,
                         const Affine &affine, WayBack way, const GradientSums &factors,
                         const at::Tensor &result) {
  with_norm_types(x, slope, [&](auto types) {
    using Types = decltype(types);
    const auto maps = NormMaps::of<typename Types::Number>(x);
    const auto from = maps_of<Types>(x, slope, {}, y);
    const Factors<typename Types::Number> by(maps, affine, &factors);
    auto *out = result.mutable_data_ptr<typename Types::Input>();
    with_way(way, [&](auto known) {
      in_parallel(maps.tiles(), [&](int64_t begin, int64_t end) {
        // Backwards: what the pass before read last is in the cache still.
        for (int64_t tile = end; tile-- > begin;) {
          vectorized([&]() __attribute__((always_inline)) {
            go_back<decltype(known)>(from, maps.begin(tile), maps.end(tile), maps.block, by, out);
          });
        }
      });
    });
  });
}

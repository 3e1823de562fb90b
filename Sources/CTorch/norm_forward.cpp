// The second pass of batch norm, with the addition of a skip and the activation behind it.
#include "norm_kernels.h"
#include "parallel.h"

namespace {

/// What the numbers of a block are changed by.
template <typename Number>
struct Change {
  std::vector<Number> mean, scale, shift;

  Change(const NormMaps &maps, const Affine &affine)
      : mean(maps.repeated<Number>(affine.mean)),
        scale(maps.repeated<Number>(affine.scale)),
        shift(maps.repeated<Number>(affine.shift)) {}
};

/// Changes a tile; NaN stays NaN.
template <Activation activation, typename In, typename Skip, typename Out, typename Number>
PART_OF_LOOP void change(const In *x, const Skip *skip, Out *y, int64_t begin, int64_t end,
                         int64_t block, const Change<Number> &by) {
  for (int64_t column = 0; column < block; column += Lanes<Number>::count) {
    Lanes<Number> mean, scale, shift, value, added;
    read_lanes(by.mean.data() + column, mean);
    read_lanes(by.scale.data() + column, scale);
    read_lanes(by.shift.data() + column, shift);
    for (int64_t at = begin + column; at < end; at += block) {
      read_lanes(x + at, end - at, value);
      value.all = (value.all - mean.all) * scale.all + shift.all;
      if constexpr (!std::is_void_v<Skip>) {
        read_lanes(skip + at, end - at, added);
        value.all += added.all;
      }
      activate<activation>(value);
      write_lanes(value, end - at, y + at);
    }
  }
}

template <typename Types, typename Skip, Activation activation>
void run(const at::Tensor &x, const Affine &affine, const at::Tensor &skip, const at::Tensor &y) {
  using Number = typename Types::Number;
  const auto maps = NormMaps::of<Number>(x);
  const Change<Number> by(maps, affine);
  const auto *in = x.const_data_ptr<typename Types::Input>();
  const auto *added = static_cast<const Skip *>(skip.defined() ? skip.const_data_ptr() : nullptr);
  auto *out = y.mutable_data_ptr<typename Types::Output>();
  in_parallel(maps.tiles(), [&](int64_t begin, int64_t end) {
    // Backwards: what the pass before read last is in the cache still.
    for (int64_t tile = end; tile-- > begin;) {
      vectorized([&]() __attribute__((always_inline)) {
        change<activation>(in, added, out, maps.begin(tile), maps.end(tile), maps.block, by);
      });
    }
  });
}

}  // namespace

void norm_forward(const at::Tensor &x, const Affine &affine, const at::Tensor &skip,
                  Activation activation, const at::Tensor &y) {
  with_norm_types(x, y, [&](auto types) {
    using Types = decltype(types);
    with_activation(activation, [&](auto what) {
      if (!skip.defined()) return run<Types, void, what>(x, affine, skip, y);
      if constexpr (!follows_skip(what)) {
        TORCH_CHECK(false, "no fused norm has this activation behind a skip");
      } else if constexpr (std::is_same_v<typename Types::Number, double>) {
        return run<Types, double, what>(x, affine, skip, y);
      } else {
        if (skip.scalar_type() == at::kFloat) return run<Types, float, what>(x, affine, skip, y);
        return run<Types, c10::BFloat16, what>(x, affine, skip, y);
      }
    });
  });
}

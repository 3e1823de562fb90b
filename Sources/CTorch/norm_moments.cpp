// The first pass of batch norm: mean and variance of each channel.
#include "norm_kernels.h"
#include "parallel.h"

namespace {

/// Adds up what stands in each lane of a tile's blocks.
template <typename Kept, typename Number>
PART_OF_LOOP void add_numbers(const Kept *x, int64_t begin, int64_t end, int64_t block,
                              Number *sums) {
  for (int64_t column = 0; column < block; column += Lanes<Number>::count) {
    Lanes<Number> sum{}, here;
    for (int64_t at = begin + column; at < end; at += block) {
      read_lanes(x + at, end - at, here);
      sum.all += here.all;
    }
    write_lanes(sum, sums + column);
  }
}

/// The same for the squares of what is left after `mean`.
template <typename Kept, typename Number>
PART_OF_LOOP void add_squares(const Kept *x, int64_t begin, int64_t end, int64_t block,
                              const Number *mean, Number *sums) {
  for (int64_t column = 0; column < block; column += Lanes<Number>::count) {
    Lanes<Number> sum{}, here, middle;
    read_lanes(mean + column, middle);
    int64_t at = begin + column;
    for (; at + Lanes<Number>::count <= end; at += block) {
      read_lanes(x + at, here);
      here.all -= middle.all;
      sum.all += here.all * here.all;
    }
    write_lanes(sum, sums + column);
    for (int64_t lane = 0; at + lane < end; lane++) {
      const Number away = Number(x[at + lane]) - mean[column + lane];
      sums[column + lane] += away * away;
    }
  }
}

/// The sums of a tile's channels, and of the squares of what is left after its own means.
template <typename Kept, typename Number = typename Computed<Kept>::Type>
void tile_moments(const Kept *x, int64_t begin, int64_t end, const NormMaps &maps, double *sums,
                  double *squares) {
  std::vector<Number> added(maps.block), means(maps.block);
  vectorized([&]() __attribute__((always_inline)) {
    add_numbers(x, begin, end, maps.block, added.data());
  });
  maps.fold(added, sums);
  const double pixels = double((end - begin) / maps.channels);
  for (int64_t i = 0; i < maps.block; i++) means[i] = Number(sums[i % maps.channels] / pixels);
  vectorized([&]() __attribute__((always_inline)) {
    add_squares(x, begin, end, maps.block, means.data(), added.data());
  });
  maps.fold(added, squares);
}

/// The moments of all pixels from those of tiles (Chan, Golub and LeVeque, 1983).
Moments combined(const std::vector<double> &tiles, const NormMaps &maps) {
  const int64_t channels = maps.channels;
  Moments all{std::vector<double>(channels), std::vector<double>(channels)};
  for (int64_t tile = 0; tile < maps.tiles(); tile++) {
    const double *sums = &tiles[2 * tile * channels];
    for (int64_t i = 0; i < channels; i++) all.mean[i] += sums[i];
  }
  for (double &mean : all.mean) mean /= double(maps.pixels);
  for (int64_t tile = 0; tile < maps.tiles(); tile++) {
    const double pixels = double((maps.end(tile) - maps.begin(tile)) / channels);
    const double *sums = &tiles[2 * tile * channels], *squares = sums + channels;
    for (int64_t i = 0; i < channels; i++) {
      const double apart = sums[i] / pixels - all.mean[i];
      all.variance[i] += squares[i] + pixels * apart * apart;
    }
  }
  for (double &variance : all.variance) variance /= double(maps.pixels);
  return all;
}

}  // namespace

Moments norm_moments(const at::Tensor &x) {
  Moments moments;
  with_norm_types(x, x, [&](auto types) {
    using Types = decltype(types);
    const auto maps = NormMaps::of<typename Types::Number>(x);
    std::vector<double> tiles(2 * maps.tiles() * maps.channels);
    const auto *numbers = x.const_data_ptr<typename Types::Input>();
    in_parallel(maps.tiles(), [&](int64_t begin, int64_t end) {
      for (int64_t tile = begin; tile < end; tile++) {
        double *sums = &tiles[2 * tile * maps.channels];
        tile_moments(numbers, maps.begin(tile), maps.end(tile), maps, sums, sums + maps.channels);
      }
    });
    moments = combined(tiles, maps);
  });
  return moments;
}

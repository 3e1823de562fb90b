// Several numbers at once, whatever the processor's vectors are.
#pragma once
#include <c10/util/BFloat16.h>

#include <algorithm>
#include <cstdint>

#include "processors.h"

/// Some bytes of numbers, which the compiler cuts into the vectors that there are.
template <typename Number, int64_t bytes = 256>
struct Lanes {
  static constexpr int64_t count = bytes / sizeof(Number);
  typedef Number Vector __attribute__((ext_vector_type(count)));
  Vector all;
};

/// What is computed with numbers that are kept in memory as `Kept`.
template <typename Kept>
struct Computed {
  using Type = Kept;
};
template <>
struct Computed<c10::BFloat16> {
  using Type = float;
};

template <typename Number, int64_t bytes>
PART_OF_LOOP void read_lanes(const Number *from, Lanes<Number, bytes> &to) {
  __builtin_memcpy(&to.all, from, sizeof to.all);
}

template <typename Number, int64_t bytes>
PART_OF_LOOP void write_lanes(const Lanes<Number, bytes> &from, Number *to) {
  __builtin_memcpy(to, &from.all, sizeof from.all);
}

/// As many whole numbers of 16 and 32 bits as there are lanes of floats.
template <int64_t bytes>
using HalfLanes = uint16_t __attribute__((ext_vector_type(Lanes<float, bytes>::count)));
template <int64_t bytes>
using BitLanes = uint32_t __attribute__((ext_vector_type(Lanes<float, bytes>::count)));

template <int64_t bytes>
PART_OF_LOOP void read_lanes(const c10::BFloat16 *from, Lanes<float, bytes> &to) {
  HalfLanes<bytes> kept;
  __builtin_memcpy(&kept, from, sizeof kept);
  to.all = __builtin_bit_cast(decltype(to.all), __builtin_convertvector(kept, BitLanes<bytes>) << 16);
}

/// To the nearest number, and to the even one of two, as libtorch rounds.
template <int64_t bytes>
PART_OF_LOOP void write_lanes(const Lanes<float, bytes> &from, c10::BFloat16 *to) {
  const auto bits = __builtin_bit_cast(BitLanes<bytes>, from.all);
  auto rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  rounded = from.all == from.all ? rounded : BitLanes<bytes>(0x7fc0);
  const auto kept = __builtin_convertvector(rounded, HalfLanes<bytes>);
  __builtin_memcpy(to, &kept, sizeof kept);
}

/// Reads `count` numbers, and takes zeros for the rest of the lanes.
template <typename Kept, typename Number, int64_t bytes>
PART_OF_LOOP void read_lanes(const Kept *from, int64_t count, Lanes<Number, bytes> &to) {
  if (count >= to.count) return read_lanes(from, to);
  Kept padded[Lanes<Number, bytes>::count] = {};
  for (int64_t i = 0; i < count; i++) padded[i] = from[i];
  read_lanes(padded, to);
}

/// Writes the first `count` lanes.
template <typename Kept, typename Number, int64_t bytes>
PART_OF_LOOP void write_lanes(const Lanes<Number, bytes> &from, int64_t count, Kept *to) {
  if (count >= from.count) return write_lanes(from, to);
  Kept padded[Lanes<Number, bytes>::count];
  write_lanes(from, padded);
  for (int64_t i = 0; i < count; i++) to[i] = padded[i];
}

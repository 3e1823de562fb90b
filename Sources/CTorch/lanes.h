// Several numbers at once, whatever the processor's vectors are.
#pragma once
#include <c10/util/BFloat16.h>

#include <algorithm>
#include <cstdint>

#include "processors.h"

/// 256 bytes of numbers, which the compiler cuts into the vectors that there are.
template <typename Number>
struct Lanes {
  static constexpr int64_t count = 256 / sizeof(Number);
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

template <typename Number>
PART_OF_LOOP void read_lanes(const Number *from, Lanes<Number> &to) {
  __builtin_memcpy(&to.all, from, sizeof to.all);
}

template <typename Number>
PART_OF_LOOP void write_lanes(const Lanes<Number> &from, Number *to) {
  __builtin_memcpy(to, &from.all, sizeof from.all);
}

using HalfLanes = uint16_t __attribute__((ext_vector_type(Lanes<float>::count)));
using BitLanes = uint32_t __attribute__((ext_vector_type(Lanes<float>::count)));

PART_OF_LOOP void read_lanes(const c10::BFloat16 *from, Lanes<float> &to) {
  HalfLanes kept;
  __builtin_memcpy(&kept, from, sizeof kept);
  to.all = __builtin_bit_cast(Lanes<float>::Vector, __builtin_convertvector(kept, BitLanes) << 16);
}

/// To the nearest number, and to the even one of two, as libtorch rounds.
PART_OF_LOOP void write_lanes(const Lanes<float> &from, c10::BFloat16 *to) {
  const auto bits = __builtin_bit_cast(BitLanes, from.all);
  auto rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  rounded = from.all == from.all ? rounded : BitLanes(0x7fc0);
  const auto kept = __builtin_convertvector(rounded, HalfLanes);
  __builtin_memcpy(to, &kept, sizeof kept);
}

/// Reads `count` numbers, and takes zeros for the rest of the lanes.
template <typename Kept, typename Number>
PART_OF_LOOP void read_lanes(const Kept *from, int64_t count, Lanes<Number> &to) {
  if (count >= Lanes<Number>::count) return read_lanes(from, to);
  Kept padded[Lanes<Number>::count] = {};
  for (int64_t i = 0; i < count; i++) padded[i] = from[i];
  read_lanes(padded, to);
}

/// Writes the first `count` lanes.
template <typename Kept, typename Number>
PART_OF_LOOP void write_lanes(const Lanes<Number> &from, int64_t count, Kept *to) {
  if (count >= Lanes<Number>::count) return write_lanes(from, to);
  Kept padded[Lanes<Number>::count];
  write_lanes(from, padded);
  for (int64_t i = 0; i < count; i++) to[i] = padded[i];
}

#include "CResampling.h"

#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define FOR_SEVERAL_PROCESSORS \
  __attribute__((target_clones("arch=x86-64-v4", "avx2", "sse4.1", "default")))
#else
#define FOR_SEVERAL_PROCESSORS
#endif

/// A sum as a byte.
static inline uint8_t byte(int32_t sum) {
  int16_t value = (int16_t)(sum >> RESAMPLING_PRECISION);
  value = value < 0 ? 0 : value;
  value = value > UINT8_MAX ? UINT8_MAX : value;
  return (uint8_t)value;
}

FOR_SEVERAL_PROCESSORS
void resampling_sum_lines(
    const uint8_t *source, ptrdiff_t source_stride, int32_t origin, const resampling_line *lines,
    ptrdiff_t count, const int32_t *weights, uint8_t *target, ptrdiff_t target_stride,
    ptrdiff_t width) {
  for (ptrdiff_t place = 0; place < count; place++) {
    const resampling_line line = lines[place];
    const uint8_t *first = source + (line.first - origin) * source_stride;
    for (ptrdiff_t start = 0; start < width; start += RESAMPLING_LANES) {
      int32_t sums[RESAMPLING_LANES];
      for (int i = 0; i < RESAMPLING_LANES; i++) sums[i] = 1 << (RESAMPLING_PRECISION - 1);
      for (int32_t tap = 0; tap < line.count; tap++) {
        const uint8_t *bytes = first + tap * source_stride + start;
        const int32_t weight = weights[line.weights + tap];
        for (int i = 0; i < RESAMPLING_LANES; i++) sums[i] += bytes[i] * weight;
      }
      uint8_t *result = target + place * target_stride + start;
      for (int i = 0; i < RESAMPLING_LANES; i++) result[i] = byte(sums[i]);
    }
  }
}

typedef uint8_t row __attribute__((vector_size(RESAMPLING_SQUARE)));

/// The bytes of both rows in turn, of their first halves or of their second.
#define FIRST_HALVES(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define SECOND_HALVES(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

/// Moves one bit of each byte's column number into its row number.
static inline void turn_one_bit(const row *from, row *to) {
#pragma clang loop unroll(full)
  for (int i = 0; i < RESAMPLING_SQUARE / 2; i++) {
    to[2 * i] = FIRST_HALVES(from[i], from[i + RESAMPLING_SQUARE / 2]);
    to[2 * i + 1] = SECOND_HALVES(from[i], from[i + RESAMPLING_SQUARE / 2]);
  }
}

FOR_SEVERAL_PROCESSORS
void resampling_turn(
    const uint8_t *source, ptrdiff_t source_stride, uint8_t *target, ptrdiff_t target_stride) {
  row a[RESAMPLING_SQUARE], b[RESAMPLING_SQUARE];
#pragma clang loop unroll(full)
  for (int i = 0; i < RESAMPLING_SQUARE; i++) {
    memcpy(&a[i], source + i * source_stride, sizeof(row));
  }
  turn_one_bit(a, b);
  turn_one_bit(b, a);
  turn_one_bit(a, b);
  turn_one_bit(b, a);
#pragma clang loop unroll(full)
  for (int i = 0; i < RESAMPLING_SQUARE; i++) {
    memcpy(target + i * target_stride, &a[i], sizeof(row));
  }
}

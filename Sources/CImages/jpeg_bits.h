// The bits of a JPEG's scan: filled up many at a time, read symbol by symbol.
#pragma once
#include <string.h>

#include "jpeg_codes.h"
#include "jpeg_state.h"

#define CI_INLINED __attribute__((always_inline)) static inline

/// The bits to come. A copy of it is worked on, so that it stays in registers.
typedef struct {
  /// The next bit is the highest. Behind those that count there may be some of the byte at `next`.
  uint64_t bits;
  /// How many count.
  int left;
  const uint8_t *next;
} ci_reader;

struct ci_entropy {
  ci_jpeg_state *jpeg;
  ci_reader ahead;
  /// How many of its bits are zeros in place of what the file does not have.
  int padding;
  /// The next byte that is not one of the picture's as it stands: 0xff, or the end.
  const uint8_t *clear;
  const uint8_t *end;
  uint32_t last[MAX_COMPS_IN_SCAN];
  unsigned restart;
  /// The next MCU's column, and those that are wanted.
  JDIMENSION column, first, behind;
  ci_codes dc[NUM_HUFF_TBLS], ac[NUM_HUFF_TBLS];
};

/// Tells libjpeg how far the file has been read.
void ci_tell_source(struct ci_entropy *state);

/// Leaves in words of libjpeg; `needed` bits are those that were looked at.
_Noreturn void ci_leave(struct ci_entropy *state, int needed);

/// Notes where the next byte is that cannot be taken as it stands.
void ci_look_ahead(struct ci_entropy *state);

/// Fills `state->ahead` one byte at a time, without what is stuffed in.
///
/// Zeros come where there is a marker, or the end.
void ci_fill_slowly(struct ci_entropy *state);

/// Reads from `state->ahead` a symbol that the window does not hold whole.
ci_symbol ci_read_long(struct ci_entropy *state, const ci_codes *codes, int is_ac);

/// Makes sure of 56 bits: two windows and the longest symbol, of 16 bits and 15 behind them.
CI_INLINED ci_reader ci_fill(struct ci_entropy *state, ci_reader ahead) {
  if (__builtin_expect(state->clear - ahead.next < 8, 0)) {
    if (ahead.left >= 56) return ahead;
    state->ahead = ahead;
    ci_fill_slowly(state);
    return state->ahead;
  }
  uint64_t bytes;
  memcpy(&bytes, ahead.next, 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  // Whole bytes are counted; the bits of the one behind them are laid over themselves next time.
  ahead.bits |= bytes >> ahead.left;
  ahead.next += (63 - ahead.left) >> 3;
  ahead.left |= 56;
  return ahead;
}

CI_INLINED uint32_t ci_window(ci_reader ahead) {
  return (uint32_t)(ahead.bits >> (64 - CI_WINDOW));
}

CI_INLINED ci_reader ci_without(ci_reader ahead, int count) {
  ahead.bits <<= count;
  ahead.left -= count;
  return ahead;
}

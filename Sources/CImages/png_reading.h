// What the decoding of pictures and that of masks have in common.
#pragma once
#include <spng.h>

#include "rows.h"

/// Gives `library` the file, and reads its header, which must tell the given size.
///
/// Returns 0 or libspng's error.
int ci_png_open(spng_ctx *library, const uint8_t *bytes, size_t count, uint32_t height,
                uint32_t width, struct spng_ihdr *header);

/// Reads to the file's end after its last row: only there the check sum of the pixels is compared.
/// What else may be wrong behind them is no matter.
int ci_png_end(spng_ctx *library);

/// Notes libspng's error `code` as the cause of a failure.
ci_status ci_png_fail(ci_failure *failure, int code);

/// The sample of fewer than 8 bits at `column` (PNG specification, 7.2: leftmost in high bits).
static inline uint32_t ci_png_packed(const uint8_t *row, uint32_t column, uint32_t depth) {
  size_t bit = (size_t)column * depth;
  return (row[bit / 8] >> (8 - depth - bit % 8)) & ((1u << depth) - 1);
}

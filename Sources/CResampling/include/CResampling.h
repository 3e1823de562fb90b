// The inner loops of resampling: sums of weighted lines of bytes, and turning rows into columns.
//
// They are in C because C can be compiled for several kinds of processor at once, the fitting one
// being chosen when the program is loaded; Swift is compiled for the oldest one.

#ifndef CRESAMPLING_H
#define CRESAMPLING_H

#include <stddef.h>
#include <stdint.h>

/// How many bytes are summed at once; a line is a multiple of it.
#define RESAMPLING_LANES 32

/// How many rows and columns are turned at once.
#define RESAMPLING_SQUARE 16

/// How many bits of a weight are fraction.
#define RESAMPLING_PRECISION 22

/// One new line: the old lines it is made of, and where their weights begin.
typedef struct {
  int32_t first;
  int32_t count;
  int32_t weights;
} resampling_line;

/// Writes `count` lines of `width` bytes, each the weighted sum of some of the lines at `source`.
///
/// `width` is a multiple of RESAMPLING_LANES. Old lines are `source_stride` bytes apart, the one
/// numbered `origin` being at `source`. New lines are written in order, `target_stride` bytes
/// apart; each may overlap the next. Sums are rounded to whole numbers, halves up, and clipped to
/// 0...255. The weights of a line, without their signs, add up to less than 2.
void resampling_sum_lines(
    const uint8_t *source, ptrdiff_t source_stride, int32_t origin, const resampling_line *lines,
    ptrdiff_t count, const int32_t *weights, uint8_t *target, ptrdiff_t target_stride,
    ptrdiff_t width);

/// Turns a square of bytes on its diagonal: row `i` becomes column `i`.
///
/// Rows are RESAMPLING_SQUARE bytes, `source_stride` apart; new ones are `target_stride` apart.
void resampling_turn(
    const uint8_t *source, ptrdiff_t source_stride, uint8_t *target, ptrdiff_t target_stride);

#endif

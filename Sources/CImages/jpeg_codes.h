// The Huffman codes of a JPEG, laid out for looking many bits up at once.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

/// How many bits are looked up at once; longer codes are rare.
enum { CI_WINDOW = 11, CI_ENTRIES = 1 << CI_WINDOW };

/// How many coefficients a block has, and a run that is longer than any that is coded.
enum { CI_BLOCK = 64, CI_NO_MORE = 128 };

/// The code that a window of bits begins with, and the number behind it.
typedef struct {
  int16_t value;
  /// The bits of both; 0 where they are more than the window has.
  uint8_t length;
  /// How many coefficients are 0 before this one; CI_NO_MORE where no more are coded.
  uint8_t run;
} ci_symbol;

/// The whole symbols of one block that a window of bits begins with.
typedef struct {
  uint8_t length;
  /// How many coefficients must be left, and how many the next one is away.
  uint8_t advance, jump;
} ci_symbols;

typedef struct {
  ci_symbol first[CI_ENTRIES];
  ci_symbols all[CI_ENTRIES];
  /// The first 16 bits that begin with a code longer than each length.
  uint32_t limit[18];
  int32_t offset[18];
  const uint8_t *values;
  int is_made;
} ci_codes;

/// The number that `size` bits stand for (ITU-T T.81, F.1.2.1).
static inline int32_t ci_extended(uint32_t bits, int size) {
  if (size == 0) return 0;
  return (int32_t)bits - ((bits >> (size - 1)) ? 0 : (1 << size) - 1);
}

/// The run that a symbol tells of (F.1.2.2): 15 without a number are 16 zeros.
static inline int ci_run_of(uint8_t value) {
  return (value & 15) == 0 && value != 0xf0 ? CI_NO_MORE : value >> 4;
}

/// Makes `codes` of a table of a file, which libjpeg has found in order, unless that was done.
void ci_make_codes(ci_codes *codes, const JHUFF_TBL *source, int is_ac);

#include "rows.h"

#include <stdio.h>
#include <string.h>

#if defined(__x86_64__)
#define WITH_SHUFFLES __attribute__((target("ssse3")))
#endif

typedef uint8_t lanes __attribute__((vector_size(16), aligned(1)));

/// Splits interleaved pixels into three channels, 16 pixels at a time; returns how many it split.
__attribute__((always_inline)) static inline uint32_t split_lanes(
    const uint8_t *rgb, uint32_t width, uint8_t *red, uint8_t *green, uint8_t *blue) {
  uint32_t column = 0;
  for (; column + 16 <= width; column += 16) {
    lanes a, b, c;
    memcpy(&a, rgb + 3 * column, 16);
    memcpy(&b, rgb + 3 * column + 16, 16);
    memcpy(&c, rgb + 3 * column + 32, 16);
    lanes ab = __builtin_shufflevector(
        a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, -1, -1, -1, -1, -1);
    lanes r = __builtin_shufflevector(
        ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    ab = __builtin_shufflevector(
        a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, -1, -1, -1, -1, -1);
    lanes g = __builtin_shufflevector(
        ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    ab = __builtin_shufflevector(
        a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, -1, -1, -1, -1, -1, -1);
    lanes l = __builtin_shufflevector(
        ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
    memcpy(red + column, &r, 16);
    memcpy(green + column, &g, 16);
    memcpy(blue + column, &l, 16);
  }
  return column;
}

#ifdef WITH_SHUFFLES
WITH_SHUFFLES static uint32_t split_fast(
    const uint8_t *rgb, uint32_t width, uint8_t *red, uint8_t *green, uint8_t *blue) {
  return split_lanes(rgb, width, red, green, blue);
}
#endif

/// Splits interleaved pixels into three channels whose columns are side by side.
static void split(const uint8_t *rgb, uint32_t width, uint8_t *red, uint8_t *green, uint8_t *blue) {
  uint32_t column = 0;
#ifdef WITH_SHUFFLES
  if (__builtin_cpu_supports("ssse3")) column = split_fast(rgb, width, red, green, blue);
#else
  column = split_lanes(rgb, width, red, green, blue);
#endif
  for (; column < width; column++) {
    red[column] = rgb[3 * column];
    green[column] = rgb[3 * column + 1];
    blue[column] = rgb[3 * column + 2];
  }
}

/// a * b / 255, rounded, for 0...255 each.
static uint32_t scaled(uint32_t a, uint32_t b) {
  uint32_t product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

/// Turns inverted cyan, magenta, yellow and black into red, green and blue, as Pillow does.
static void convert_cmyk(uint8_t *samples, uint32_t width) {
  for (uint32_t column = 0; column < width; column++) {
    uint32_t light = samples[4 * column + 3];
    for (uint32_t channel = 0; channel < 3; channel++) {
      uint32_t ink = 255u - samples[4 * column + channel];
      samples[3 * column + channel] = (uint8_t)(light - scaled(ink, light));
    }
  }
}

/// Turns red, green and blue into luma (ITU-R 601-2), rounded as Pillow rounds it.
static void convert_to_grey(uint8_t *samples, uint32_t width) {
  enum { BLOCK = 64 };
  uint8_t red[BLOCK], green[BLOCK], blue[BLOCK];
  for (uint32_t start = 0; start < width; start += BLOCK) {
    uint32_t count = width - start < BLOCK ? width - start : BLOCK;
    split(samples + 3 * (size_t)start, count, red, green, blue);
    for (uint32_t place = 0; place < count; place++) {
      samples[start + place] = (uint8_t)(
          (red[place] * 19595u + green[place] * 38470u + blue[place] * 7471u + 0x8000u) >> 16);
    }
  }
}

/// Puts one sample a pixel, `stride` apart, into one channel.
static void store_channel(const uint8_t *samples, uint32_t stride, const ci_request *request,
                          uint8_t *place) {
  if (stride == 1 && request->column_step == 1) {
    memcpy(place, samples, request->width);
    return;
  }
  for (uint32_t column = 0; column < request->width; column++) {
    *place = samples[(size_t)stride * column];
    if (column + 1 < request->width) place += request->column_step;
  }
}

void ci_store_row(uint8_t *samples, ci_samples kind, const ci_request *request, uint32_t row,
                  uint8_t *pixels) {
  uint32_t width = request->width;
  if (kind == CI_INVERTED_CMYK) {
    convert_cmyk(samples, width);
    kind = CI_RGB;
  }
  if (kind == CI_RGB && request->channels == 1) {
    convert_to_grey(samples, width);
    kind = CI_GREY;
  }
  uint8_t *place = pixels + request->first + (ptrdiff_t)row * request->row_step;
  ptrdiff_t step = request->channel_step;
  if (kind == CI_RGB && request->column_step == 1) {
    split(samples, width, place, place + step, place + 2 * step);
    return;
  }
  for (uint32_t channel = 0; channel < request->channels; channel++) {
    store_channel(samples + (kind == CI_RGB ? channel : 0), kind, request, place + channel * step);
  }
}

ci_status ci_fail(ci_failure *failure, ci_status status, size_t offset, const char *text) {
  failure->offset = offset;
  snprintf(failure->text, sizeof failure->text, "%s", text);
  return status;
}

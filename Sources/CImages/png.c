#include <stdlib.h>
#include <string.h>

#include "png_reading.h"

/// One decoding under way, and what it holds.
typedef struct {
  spng_ctx *library;
  struct spng_ihdr header;
  struct spng_plte palette;
  /// A row of the file as it is stored, or all rows where they come interlaced.
  uint8_t *stored;
  size_t stored_row;
  /// A row of 8-bit samples.
  uint8_t *samples;
} decoding;

static int channels_of(const struct spng_ihdr *header) {
  switch (header->color_type) {
    case SPNG_COLOR_TYPE_TRUECOLOR: return 3;
    case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA: return 2;
    case SPNG_COLOR_TYPE_TRUECOLOR_ALPHA: return 4;
    default: return 1;
  }
}

/// Turns columns of grey or of places in the palette into `samples`.
static ci_samples unpack_single(const decoding *state, const uint8_t *row, uint32_t left,
                                uint32_t width) {
  uint32_t depth = state->header.bit_depth;
  int has_palette = state->header.color_type == SPNG_COLOR_TYPE_INDEXED;
  uint32_t factor = depth < 8 && !has_palette ? 255 / ((1u << depth) - 1) : 1;
  for (uint32_t column = 0; column < width; column++) {
    uint32_t place = left + column;
    uint32_t value = depth < 8    ? ci_png_packed(row, place, depth) * factor
                     : depth == 8 ? row[place]
                                  : row[2 * (size_t)place];
    if (has_palette) {
      const struct spng_plte_entry *entry = &state->palette.entries[value];
      uint8_t *pixel = state->samples + 3 * (size_t)column;
      pixel[0] = entry->red;
      pixel[1] = entry->green;
      pixel[2] = entry->blue;
    } else {
      state->samples[column] = (uint8_t)value;
    }
  }
  return has_palette ? CI_RGB : CI_GREY;
}

/// Turns columns of several channels into `samples`, without transparency.
static ci_samples unpack_several(const decoding *state, const uint8_t *row, uint32_t left,
                                 uint32_t width) {
  size_t channels = (size_t)channels_of(&state->header);
  size_t bytes = state->header.bit_depth / 8;
  size_t kept = channels == 2 ? 1 : 3;
  const uint8_t *from = row + left * channels * bytes;
  if (channels == 3 && bytes == 1) {
    memcpy(state->samples, from, 3 * (size_t)width);
    return CI_RGB;
  }
  for (size_t column = 0; column < width; column++) {
    for (size_t channel = 0; channel < kept; channel++) {
      state->samples[column * kept + channel] = from[(column * channels + channel) * bytes];
    }
  }
  return kept == 1 ? CI_GREY : CI_RGB;
}

/// Puts a stored row of the part into `pixels`.
static void store(const decoding *state, const ci_request *request, const uint8_t *stored,
                  uint32_t row, uint8_t *pixels) {
  ci_samples kind = channels_of(&state->header) == 1
                        ? unpack_single(state, stored, request->left, request->width)
                        : unpack_several(state, stored, request->left, request->width);
  ci_store_row(state->samples, kind, request, row, pixels);
}

/// Reads the header and palette, and makes libspng ready to give rows.
static int begin(decoding *state, const uint8_t *bytes, size_t count, const ci_request *request) {
  int code = ci_png_open(state->library, bytes, count, request->stored_height,
                         request->stored_width, &state->header);
  if (code == 0 && state->header.color_type == SPNG_COLOR_TYPE_INDEXED) {
    code = spng_get_plte(state->library, &state->palette);
  }
  if (code) return code;
  code = spng_decode_image(state->library, NULL, 0, SPNG_FMT_RAW, SPNG_DECODE_PROGRESSIVE);
  size_t bits = (size_t)channels_of(&state->header) * state->header.bit_depth;
  state->stored_row = (state->header.width * bits + 7) / 8;
  size_t rows = state->header.interlace_method ? state->header.height : 1;
  state->stored = calloc(rows, state->stored_row);
  state->samples = malloc(3 * (size_t)request->width);
  return code == 0 && (!state->stored || !state->samples) ? SPNG_EMEM : code;
}

/// Rows come one after another; those below the part are not read.
static int decode_rows(const decoding *state, const ci_request *request, uint8_t *pixels) {
  for (uint32_t row = 0; row < request->top + request->height; row++) {
    int code = spng_decode_row(state->library, state->stored, state->stored_row);
    int is_last = row + 1 == state->header.height;
    if (code != (is_last ? SPNG_EOI : 0)) return code ? code : SPNG_EINTERNAL;
    if (row >= request->top) store(state, request, state->stored, row - request->top, pixels);
    if (is_last) return ci_png_end(state->library);
  }
  return 0;
}

/// Every row comes several times, each time with more of its pixels.
static int decode_interlaced(const decoding *state, const ci_request *request, uint8_t *pixels) {
  int code = 0;
  while (code == 0) {
    struct spng_row_info info;
    code = spng_get_row_info(state->library, &info);
    if (code) break;
    uint8_t *row = state->stored + info.row_num * state->stored_row;
    code = spng_decode_row(state->library, row, state->stored_row);
  }
  if (code != SPNG_EOI) return code;
  for (uint32_t row = 0; row < request->height; row++) {
    store(state, request, state->stored + (request->top + row) * state->stored_row, row, pixels);
  }
  return ci_png_end(state->library);
}

ci_status ci_png_decode(const uint8_t *bytes, size_t count, const ci_request *request,
                        uint8_t *pixels, ci_failure *failure) {
  decoding state = {.library = spng_ctx_new(0)};
  if (!state.library) return ci_fail(failure, CI_NO_MEMORY, 0, "libspng does not start");
  int code = begin(&state, bytes, count, request);
  if (code == 0) {
    code = state.header.interlace_method ? decode_interlaced(&state, request, pixels)
                                         : decode_rows(&state, request, pixels);
  }
  free(state.stored);
  free(state.samples);
  spng_ctx_free(state.library);
  return code == 0 ? CI_DONE : ci_png_fail(failure, code);
}

#include <stdlib.h>

#include "png_reading.h"

/// Why a file with `header` has no indices that are read; `NULL` where it has.
static const char *obstacle(const struct spng_ihdr *header) {
  int has_indices = header->color_type == SPNG_COLOR_TYPE_INDEXED ||
                    header->color_type == SPNG_COLOR_TYPE_GRAYSCALE;
  if (!has_indices) return "its pixels have colours";
  if (header->bit_depth > 8) return "its pixels have 16 bits";
  return header->interlace_method ? "its rows are interlaced" : NULL;
}

/// Puts a stored row of fewer than 8 bits a pixel into `indices`.
static void unpack(const uint8_t *stored, const struct spng_ihdr *header, uint8_t *indices) {
  for (uint32_t column = 0; column < header->width; column++) {
    indices[column] = (uint8_t)ci_png_packed(stored, column, header->bit_depth);
  }
}

/// Reads all rows; `stored` has room for one.
static int read_rows(spng_ctx *library, const struct spng_ihdr *header, uint8_t *stored,
                     size_t stored_row, uint8_t *indices) {
  for (uint32_t row = 0; row < header->height; row++) {
    uint8_t *place = indices + (size_t)row * header->width;
    int code = spng_decode_row(library, header->bit_depth == 8 ? place : stored, stored_row);
    int is_last = row + 1 == header->height;
    if (code != (is_last ? SPNG_EOI : 0)) return code ? code : SPNG_EINTERNAL;
    if (header->bit_depth < 8) unpack(stored, header, place);
  }
  return ci_png_end(library);
}

ci_status ci_png_indices(const uint8_t *bytes, size_t count, uint32_t height, uint32_t width,
                         uint8_t *indices, ci_failure *failure) {
  spng_ctx *library = spng_ctx_new(0);
  if (!library) return ci_fail(failure, CI_NO_MEMORY, 0, "libspng does not start");
  struct spng_ihdr header;
  int code = ci_png_open(library, bytes, count, height, width, &header);
  const char *cause = code == 0 ? obstacle(&header) : NULL;
  if (code == 0 && !cause) {
    code = spng_decode_image(library, NULL, 0, SPNG_FMT_RAW, SPNG_DECODE_PROGRESSIVE);
    size_t stored_row = ((size_t)header.width * header.bit_depth + 7) / 8;
    uint8_t *stored = malloc(stored_row);
    if (code == 0) {
      code = stored ? read_rows(library, &header, stored, stored_row, indices) : SPNG_EMEM;
    }
    free(stored);
  }
  spng_ctx_free(library);
  if (cause) return ci_fail(failure, CI_UNSUPPORTED, 0, cause);
  return code == 0 ? CI_DONE : ci_png_fail(failure, code);
}

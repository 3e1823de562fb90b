#include <spng.h>
#include <stdlib.h>

#include "rows.h"

/// Puts pixels that lie in whole channels side by side.
static void interleave(const uint8_t *pixels, size_t plane, uint32_t width, uint32_t channels,
                       uint8_t *row) {
  for (uint32_t channel = 0; channel < channels; channel++) {
    const uint8_t *from = pixels + channel * plane;
    for (uint32_t column = 0; column < width; column++) {
      row[(size_t)column * channels + channel] = from[column];
    }
  }
}

/// Hands libspng one row after another.
static int encode_rows(spng_ctx *library, const uint8_t *pixels, const struct spng_ihdr *header,
                       uint8_t *row) {
  size_t plane = (size_t)header->height * header->width;
  uint32_t channels = header->color_type == SPNG_COLOR_TYPE_TRUECOLOR ? 3 : 1;
  for (uint32_t index = 0; index < header->height; index++) {
    interleave(pixels + (size_t)index * header->width, plane, header->width, channels, row);
    int code = spng_encode_row(library, row, (size_t)header->width * channels);
    int is_last = index + 1 == header->height;
    if (code != (is_last ? SPNG_EOI : 0)) return code ? code : SPNG_EINTERNAL;
  }
  return 0;
}

/// Encodes `pixels`, with `palette` where they are places in it.
static int encode(spng_ctx *library, const uint8_t *pixels, struct spng_ihdr *header,
                  struct spng_plte *palette, uint8_t **bytes, size_t *count) {
  int code = spng_set_option(library, SPNG_ENCODE_TO_BUFFER, 1);
  if (code == 0) code = spng_set_ihdr(library, header);
  if (code == 0 && palette) code = spng_set_plte(library, palette);
  if (code == 0) {
    code = spng_encode_image(library, NULL, 0, SPNG_FMT_PNG,
                             SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE);
  }
  if (code) return code;
  uint8_t *row = malloc((size_t)header->width * 3);
  code = row ? encode_rows(library, pixels, header, row) : SPNG_EMEM;
  free(row);
  if (code == 0) *bytes = spng_get_png_buffer(library, count, &code);
  return code;
}

/// Encodes a file whose pixels have 8 bits a channel.
static ci_status encode_file(const uint8_t *pixels, uint32_t height, uint32_t width, uint8_t kind,
                             struct spng_plte *palette, uint8_t **bytes, size_t *count,
                             ci_failure *failure) {
  spng_ctx *library = spng_ctx_new(SPNG_CTX_ENCODER);
  if (!library) return ci_fail(failure, CI_NO_MEMORY, 0, "libspng does not start");
  struct spng_ihdr header = {
      .width = width, .height = height, .bit_depth = 8, .color_type = kind};
  int code = encode(library, pixels, &header, palette, bytes, count);
  spng_ctx_free(library);
  if (code == 0) return CI_DONE;
  return ci_fail(failure, code == SPNG_EMEM ? CI_NO_MEMORY : CI_UNSUPPORTED, 0,
                 spng_strerror(code));
}

ci_status ci_png_encode(const uint8_t *pixels, uint32_t height, uint32_t width, uint32_t channels,
                        uint8_t **bytes, size_t *count, ci_failure *failure) {
  if (channels != 1 && channels != 3) {
    return ci_fail(failure, CI_UNSUPPORTED, 0, "only 1 or 3 channels can be encoded");
  }
  uint8_t kind = channels == 3 ? SPNG_COLOR_TYPE_TRUECOLOR : SPNG_COLOR_TYPE_GRAYSCALE;
  return encode_file(pixels, height, width, kind, NULL, bytes, count, failure);
}

ci_status ci_png_encode_indices(const uint8_t *indices, uint32_t height, uint32_t width,
                                const uint8_t *colours, uint8_t **bytes, size_t *count,
                                ci_failure *failure) {
  struct spng_plte palette = {.n_entries = 256};
  for (size_t place = 0; place < palette.n_entries; place++) {
    palette.entries[place].red = colours[3 * place];
    palette.entries[place].green = colours[3 * place + 1];
    palette.entries[place].blue = colours[3 * place + 2];
  }
  return encode_file(indices, height, width, SPNG_COLOR_TYPE_INDEXED, &palette, bytes, count,
                     failure);
}

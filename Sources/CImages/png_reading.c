#include "png_reading.h"

/// The most bytes that texts, colour profile and the like may take, inflated: libspng keeps them
/// all, and a small chunk can inflate to gigabytes.
enum { MOST_BESIDE = 16 << 20 };

int ci_png_open(spng_ctx *library, const uint8_t *bytes, size_t count, uint32_t height,
                uint32_t width, struct spng_ihdr *header) {
  int code = spng_set_image_limits(library, width, height);
  if (code == 0) code = spng_set_chunk_limits(library, MOST_BESIDE, MOST_BESIDE);
  if (code == 0) code = spng_set_png_buffer(library, bytes, count);
  if (code == 0) code = spng_get_ihdr(library, header);
  if (code == 0 && (header->width != width || header->height != height)) code = SPNG_EIHDR_SIZE;
  return code;
}

int ci_png_end(spng_ctx *library) {
  return spng_decode_chunks(library) == SPNG_ECHUNK_CRC ? SPNG_ECHUNK_CRC : 0;
}

static ci_status status_of(int code) {
  switch (code) {
    case 0: return CI_DONE;
    case SPNG_IO_EOF: return CI_TRUNCATED;
    case SPNG_EMEM: return CI_NO_MEMORY;
    case SPNG_ECHUNK_LIMITS: return CI_UNSUPPORTED;
    default: return CI_CORRUPT;
  }
}

static const char *text_of(int code) {
  return code == SPNG_ECHUNK_LIMITS ? "it has more than 16 MiB, or 1000 chunks, beside its pixels"
                                    : spng_strerror(code);
}

ci_status ci_png_fail(ci_failure *failure, int code) {
  return ci_fail(failure, status_of(code), 0, text_of(code));
}

// Decoding of JPEG and PNG, and encoding of PNG, by libjpeg-turbo and libspng, behind plain C.
//
// Every function is pure: it keeps nothing, prints nothing, never ends the process, and may run on
// any thread. What a file says of its size is checked by the caller before memory is taken, and
// again here before a pixel is written.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// How a decoding ended.
typedef enum : int32_t {
  CI_DONE,
  /// The data end before the picture does.
  CI_TRUNCATED,
  /// The data break the format's rules, or differ from the header that the request tells of.
  CI_CORRUPT,
  /// The format allows such a file, but this decoder does not read it.
  CI_UNSUPPORTED,
  /// The system has not enough memory.
  CI_NO_MEMORY,
} ci_status;

/// Where and why a decoding failed.
typedef struct {
  /// How many bytes had been read.
  size_t offset;
  /// The cause, in English, without a full stop.
  char text[200];
} ci_failure;

/// What is wanted of a picture, and where its pixels go.
typedef struct {
  /// The size that the header tells, in pixels.
  uint32_t stored_height, stored_width;
  /// 1, 2, 4 or 8: the picture is made that many times smaller (JPEG only).
  uint32_t scale;
  /// The part of the scaled picture that is wanted.
  uint32_t top, left, height, width;
  /// 1 for grey, 3 for red, green and blue.
  uint32_t channels;
  /// The place of the first byte of the part, and from there to the next channel, row and column.
  ptrdiff_t first, channel_step, row_step, column_step;
} ci_request;

/// Decodes a JPEG file of 1, 3 or 4 components, 8 bits each.
///
/// Pixels are those of libjpeg-turbo's defaults (accurate integer transform, fancy upsampling);
/// four components are taken as inverted CMYK, as Adobe writes them.
ci_status ci_jpeg_decode(const uint8_t *bytes, size_t count, const ci_request *request,
                         uint8_t *pixels, ci_failure *failure);

/// Decodes a PNG file; transparency is dropped, and of 16 bits the upper 8 are kept.
ci_status ci_png_decode(const uint8_t *bytes, size_t count, const ci_request *request,
                        uint8_t *pixels, ci_failure *failure);

/// Decodes a PNG file whose pixels are numbers rather than colours: places in a palette, or grey,
/// of 1, 2, 4 or 8 bits that are not widened; `indices` is `[height, width]`.
///
/// Colours, 16 bits and interlaced rows are `CI_UNSUPPORTED`.
ci_status ci_png_indices(const uint8_t *bytes, size_t count, uint32_t height, uint32_t width,
                         uint8_t *indices, ci_failure *failure);

/// Encodes 8-bit pixels, `[channels, height, width]` with 1 or 3 channels, as a PNG file.
///
/// On `CI_DONE`, `*bytes` has `*count` bytes, which the caller gives back with `free`.
ci_status ci_png_encode(const uint8_t *pixels, uint32_t height, uint32_t width, uint32_t channels,
                        uint8_t **bytes, size_t *count, ci_failure *failure);

/// Encodes `indices`, `[height, width]`, as a PNG file with a palette of 256 colours, of which each
/// has three bytes in `colours`; otherwise as `ci_png_encode`.
ci_status ci_png_encode_indices(const uint8_t *indices, uint32_t height, uint32_t width,
                                const uint8_t *colours, uint8_t **bytes, size_t *count,
                                ci_failure *failure);

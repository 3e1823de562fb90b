// A row of decoded samples on its way into a picture of whole channels.
#pragma once
#include "CImages.h"

/// What a row has for every pixel, 8 bits each.
typedef enum { CI_GREY = 1, CI_RGB = 3, CI_INVERTED_CMYK = 4 } ci_samples;

/// Puts row `row` of the requested part, whose pixels are at `samples`, into `pixels`.
///
/// `samples` is used up: conversions are made in place.
void ci_store_row(uint8_t *samples, ci_samples kind, const ci_request *request, uint32_t row,
                  uint8_t *pixels);

/// Notes a cause that is not a system's or a library's own words, and returns `status`.
ci_status ci_fail(ci_failure *failure, ci_status status, size_t offset, const char *text);

// setjmp and longjmp stay inside the files jpeg*.c: `ci_jpeg_decode` is the only frame that is
// jumped to, and the frames jumped over hold nothing but libjpeg's own memory, which it gives back.
#include "jpeg_entropy.h"
#include "jpeg_state.h"
#include "rows.h"

/// Reads the header, and sets what pixels are to come out.
static ci_samples configure(ci_jpeg_state *state, const ci_request *request) {
  j_decompress_ptr library = &state->library;
  jpeg_read_header(library, TRUE);
  if (library->image_height != request->stored_height ||
      library->image_width != request->stored_width) {
    ci_jpeg_leave(state, CI_CORRUPT, "it has two headers that differ");
  }
  library->scale_num = 1;
  library->scale_denom = request->scale;
  switch (library->num_components) {
    case 1:
      library->out_color_space = JCS_GRAYSCALE;
      return CI_GREY;
    case 3:
      library->out_color_space = JCS_RGB;
      return CI_RGB;
    case 4:
      library->out_color_space = JCS_CMYK;
      return CI_INVERTED_CMYK;
    default: ci_jpeg_leave(state, CI_UNSUPPORTED, "it has neither 1, 3 nor 4 components");
  }
}

static int is_within(const ci_request *request, j_decompress_ptr library) {
  return request->top <= library->output_height &&
         request->height <= library->output_height - request->top &&
         request->left <= library->output_width &&
         request->width <= library->output_width - request->left;
}

/// Leaves out what can be left out beside the part; sets which columns come.
static void crop(ci_jpeg_state *state, const ci_request *request, JDIMENSION *first,
                 JDIMENSION *columns) {
  // Upsampling looks at neighbours: this many more columns make the part's own as in the whole.
  const uint32_t margin = 32;
  j_decompress_ptr library = &state->library;
  *first = request->left > margin ? request->left - margin : 0;
  JDIMENSION end = request->left + request->width;
  JDIMENSION rest = library->output_width - end;
  *columns = end + (rest < margin ? rest : margin) - *first;
  if (*columns < library->output_width) jpeg_crop_scanline(library, first, columns);
}

/// Memory for four rows of so many bytes.
static JSAMPARRAY take_lines(j_decompress_ptr library, JDIMENSION bytes) {
  // libjpeg-turbo writes rows that are aligned past the caches, and they are read again at once.
  const JDIMENSION shift = 8;
  JSAMPARRAY lines =
      library->mem->alloc_sarray((j_common_ptr)library, JPOOL_IMAGE, bytes + shift, 4);
  for (int line = 0; line < 4; line++) lines[line] += shift;
  return lines;
}

static void skip_rows(ci_jpeg_state *state, JSAMPARRAY lines, uint32_t count, int is_quick) {
  if (is_quick && count > 0) {
    jpeg_skip_scanlines(&state->library, count);
    return;
  }
  while (count > 0) {
    JDIMENSION came = jpeg_read_scanlines(&state->library, lines, count < 4 ? count : 4);
    if (came == 0) ci_jpeg_leave(state, CI_TRUNCATED, "the data end within the picture");
    count -= came;
  }
}

static void decode(ci_jpeg_state *state, const ci_request *request, uint8_t *pixels) {
  j_decompress_ptr library = &state->library;
  ci_samples kind = configure(state, request);
  jpeg_start_decompress(library);
  if (!is_within(request, library)) {
    ci_jpeg_leave(state, CI_CORRUPT, "it is smaller than its header tells");
  }
  // libjpeg-turbo 2.1 leaves out rows and columns wrongly where chroma has a quarter of a side.
  int is_quick = library->max_h_samp_factor <= 2 && library->max_v_samp_factor <= 2;
  JDIMENSION first = 0, columns = library->output_width;
  if (is_quick) crop(state, request, &first, &columns);
  ci_entropy_take_over(state, first, first + columns);
  uint32_t skipped = request->left - first;
  JSAMPARRAY lines = take_lines(library, library->output_width * (JDIMENSION)kind);
  skip_rows(state, lines, request->top, is_quick);
  for (uint32_t row = 0; row < request->height;) {
    uint32_t wanted = request->height - row;
    JDIMENSION came = jpeg_read_scanlines(library, lines, wanted < 4 ? wanted : 4);
    if (came == 0) ci_jpeg_leave(state, CI_TRUNCATED, "the data end within the picture");
    for (JDIMENSION line = 0; line < came; line++, row++) {
      ci_store_row(lines[line] + (size_t)skipped * kind, kind, request, row, pixels);
    }
  }
  if (library->output_scanline == library->output_height) jpeg_finish_decompress(library);
}

ci_status ci_jpeg_decode(const uint8_t *bytes, size_t count, const ci_request *request,
                         uint8_t *pixels, ci_failure *failure) {
  ci_jpeg_state state = {.count = count, .status = CI_DONE, .failure = failure};
  ci_jpeg_begin(&state, bytes);
  if (setjmp(state.exit) == 0) {
    jpeg_create_decompress(&state.library);
    state.library.src = &state.source;
    state.library.progress = &state.progress;
    decode(&state, request, pixels);
  }
  jpeg_destroy_decompress(&state.library);
  return state.status;
}

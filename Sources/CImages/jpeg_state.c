#include "jpeg_state.h"

#include <jerror.h>

#include "rows.h"

/// A file of more scans than this takes hours to say little.
enum { MOST_SCANS = 500 };

_Noreturn void ci_jpeg_leave(ci_jpeg_state *state, ci_status status, const char *text) {
  state->status = ci_fail(
      state->failure, status, state->count - state->source.bytes_in_buffer, text);
  longjmp(state->exit, 1);
}

static ci_status status_of(int code) {
  switch (code) {
    case JERR_OUT_OF_MEMORY: return CI_NO_MEMORY;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED: return CI_UNSUPPORTED;
    default: return CI_CORRUPT;
  }
}

static void error_exit(j_common_ptr library) {
  ci_jpeg_state *state = library->client_data;
  char text[JMSG_LENGTH_MAX];
  library->err->format_message(library, text);
  ci_jpeg_leave(state, status_of(library->err->msg_code), text);
}

/// Refuses what libjpeg would patch over with guessed pixels; lets harmless oddities pass.
static void emit_message(j_common_ptr library, int level) {
  if (level >= 0) return;
  switch (library->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: error_exit(library);
    default: return;
  }
}

static void output_message(j_common_ptr library) { (void)library; }

static void init_source(j_decompress_ptr library) { (void)library; }

static boolean fill_input_buffer(j_decompress_ptr library) {
  ci_jpeg_state *state = library->client_data;
  state->source.bytes_in_buffer = 0;
  ci_jpeg_leave(state, CI_TRUNCATED, "the data end within the picture");
}

static void skip_input_data(j_decompress_ptr library, long count) {
  struct jpeg_source_mgr *source = library->src;
  if (count <= 0) return;
  if ((size_t)count > source->bytes_in_buffer) fill_input_buffer(library);
  source->next_input_byte += count;
  source->bytes_in_buffer -= (size_t)count;
}

static void refuse_many_scans(j_common_ptr library) {
  ci_jpeg_state *state = library->client_data;
  if (state->library.input_scan_number > MOST_SCANS) {
    ci_jpeg_leave(state, CI_CORRUPT, "it has more than 500 scans");
  }
}

void ci_jpeg_begin(ci_jpeg_state *state, const uint8_t *bytes) {
  j_decompress_ptr library = &state->library;
  library->err = jpeg_std_error(&state->errors);
  library->client_data = state;
  state->errors.error_exit = error_exit;
  state->errors.emit_message = emit_message;
  state->errors.output_message = output_message;
  state->progress.progress_monitor = refuse_many_scans;
  state->source = (struct jpeg_source_mgr){
      .next_input_byte = bytes,
      .bytes_in_buffer = state->count,
      .init_source = init_source,
      .fill_input_buffer = fill_input_buffer,
      .skip_input_data = skip_input_data,
      .resync_to_restart = jpeg_resync_to_restart,
      .term_source = init_source,
  };
}

// One use of libjpeg, which reads from memory, says nothing, and leaves by longjmp.
#pragma once
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "CImages.h"

/// One decoding under way.
typedef struct {
  struct jpeg_decompress_struct library;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jmp_buf exit;
  size_t count;
  ci_status status;
  ci_failure *failure;
  /// What reads codes in libjpeg's place; in its memory.
  struct ci_entropy *entropy;
} ci_jpeg_state;

/// Makes a state whose `count` and `failure` are set ready to read `bytes`.
void ci_jpeg_begin(ci_jpeg_state *state, const uint8_t *bytes);

/// Ends the decoding: notes the status, the place and the text, and jumps to `exit`.
_Noreturn void ci_jpeg_leave(ci_jpeg_state *state, ci_status status, const char *text);

#include "jpeg_entropy.h"

#include "jpeg_bits.h"

// libjpeg keeps the function that reads codes in a structure that this header tells of. Its first
// fields, which are all that is used here, have been the same since libjpeg 6b.
#if __has_include(<jpegint.h>)
#define JPEG_INTERNALS
#include <jpegint.h>

/// The place in a block of each coefficient of a file; what runs beyond the end goes to the last.
static const uint8_t natural[CI_BLOCK + 16] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33,
    40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36,
    29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

CI_INLINED ci_reader read_difference(
    struct ci_entropy *state, ci_reader ahead, const ci_codes *codes, uint32_t *sum) {
  ahead = ci_fill(state, ahead);
  ci_symbol found = codes->first[ci_window(ahead)];
  if (found.length > 0) {
    ahead = ci_without(ahead, found.length);
  } else {
    state->ahead = ahead;
    found = ci_read_long(state, codes, 0);
    ahead = state->ahead;
  }
  *sum += (uint32_t)(int32_t)found.value;
  return ahead;
}

CI_INLINED ci_reader read_block(
    struct ci_entropy *state, ci_reader ahead, const ci_codes *codes, JCOEF *block) {
  int place = 1;
  while (place < CI_BLOCK) {
    ahead = ci_fill(state, ahead);
    for (int step = 0; step < 3 && place < CI_BLOCK; step++) {
      ci_symbol found = codes->first[ci_window(ahead)];
      if (__builtin_expect(found.length > 0, 1)) {
        ahead = ci_without(ahead, found.length);
      } else {
        state->ahead = ahead;
        found = ci_read_long(state, codes, 1);
        ahead = state->ahead;
        step = 3;
      }
      place += found.run;
      if (place >= CI_NO_MORE) return ahead;
      block[natural[place++]] = found.value;
    }
  }
  return ahead;
}

CI_INLINED ci_reader pass_block(struct ci_entropy *state, ci_reader ahead, const ci_codes *codes) {
  int place = 1;
  while (place < CI_BLOCK) {
    ahead = ci_fill(state, ahead);
    for (int step = 0; step < 3 && place < CI_BLOCK; step++) {
      const ci_symbols group = codes->all[ci_window(ahead)];
      // Every symbol of the group must be one of this block.
      if (__builtin_expect(place + group.advance <= CI_BLOCK, 1)) {
        ahead = ci_without(ahead, group.length);
        place += group.jump;
        continue;
      }
      ci_symbol found = codes->first[ci_window(ahead)];
      if (found.length > 0) {
        ahead = ci_without(ahead, found.length);
      } else {
        state->ahead = ahead;
        found = ci_read_long(state, codes, 1);
        ahead = state->ahead;
        step = 3;
      }
      place += found.run + 1;
    }
  }
  return ahead;
}

static void begin_interval(struct ci_entropy *state, j_decompress_ptr library) {
  state->ahead.bits = 0;
  state->ahead.left = state->padding = 0;
  ci_look_ahead(state);
  memset(state->last, 0, sizeof state->last);
  state->restart = library->restart_interval;
}

/// Passes over a restart marker, as libjpeg does.
static void restart(struct ci_entropy *state, j_decompress_ptr library) {
  ci_tell_source(state);
  if (!library->marker->read_restart_marker(library)) ci_leave(state, 0);
  state->ahead.next = state->jpeg->source.next_input_byte;
  begin_interval(state, library);
}

/// Reads the blocks of one MCU into `blocks`, or passes over them where that is NULL.
CI_INLINED boolean decode_blocks(j_decompress_ptr library, JBLOCKROW *blocks) {
  struct ci_entropy *state = ((ci_jpeg_state *)library->client_data)->entropy;
  if (library->restart_interval > 0 && state->restart-- == 0) {
    restart(state, library);
    state->restart--;
  }
  int is_wanted = blocks && state->column >= state->first && state->column < state->behind;
  if (++state->column == library->MCUs_per_row) state->column = 0;
  ci_reader ahead = state->ahead;
  for (int number = 0; number < library->blocks_in_MCU; number++) {
    int which = library->MCU_membership[number];
    const jpeg_component_info *component = library->cur_comp_info[which];
    const ci_codes *codes = &state->ac[component->ac_tbl_no];
    ahead = read_difference(
        state, ahead, &state->dc[component->dc_tbl_no], &state->last[which]);
    if (is_wanted) {
      (*blocks[number])[0] = (JCOEF)state->last[which];
      ahead = read_block(state, ahead, codes, *blocks[number]);
    } else {
      ahead = pass_block(state, ahead, codes);
    }
  }
  state->ahead = ahead;
  if (ahead.left < state->padding) ci_leave(state, 0);
  ci_tell_source(state);
  return TRUE;
}

static boolean decode_mcu(j_decompress_ptr library, JBLOCKROW *blocks) {
  return decode_blocks(library, blocks);
}

#if defined(__x86_64__)
/// The same, for processors that shift by any number of bits in one step.
__attribute__((target("bmi2"))) static boolean decode_mcu_bmi2(
    j_decompress_ptr library, JBLOCKROW *blocks) {
  return decode_blocks(library, blocks);
}
#endif

static int is_common(const ci_jpeg_state *jpeg) {
  j_decompress_ptr library = (j_decompress_ptr)&jpeg->library;
  // Laying the codes out takes about as long as decoding 2,000 bytes.
  return jpeg->count >= 8192 && !library->progressive_mode && !library->arith_code &&
         library->comps_in_scan == library->num_components;
}

static void make_codes(struct ci_entropy *state, j_decompress_ptr library) {
  for (int number = 0; number < NUM_HUFF_TBLS; number++) {
    state->dc[number].is_made = state->ac[number].is_made = 0;
  }
  for (int which = 0; which < library->comps_in_scan; which++) {
    const jpeg_component_info *component = library->cur_comp_info[which];
    int dc = component->dc_tbl_no, ac = component->ac_tbl_no;
    ci_make_codes(&state->dc[dc], library->dc_huff_tbl_ptrs[dc], 0);
    ci_make_codes(&state->ac[ac], library->ac_huff_tbl_ptrs[ac], 1);
  }
}

void ci_entropy_take_over(ci_jpeg_state *jpeg, JDIMENSION first, JDIMENSION end) {
  j_decompress_ptr library = &jpeg->library;
  if (!is_common(jpeg)) return;
  struct ci_entropy *state = library->mem->alloc_large(
      (j_common_ptr)library, JPOOL_IMAGE, sizeof *state);
  state->jpeg = jpeg;
  state->ahead.next = jpeg->source.next_input_byte;
  state->end = state->ahead.next + jpeg->source.bytes_in_buffer;
  begin_interval(state, library);
  // A picture of one component has MCUs of one block, whatever its sampling (A.2.2).
  int blocks = library->num_components == 1 ? 1 : library->max_h_samp_factor;
  JDIMENSION side = (JDIMENSION)(blocks * library->min_DCT_scaled_size);
  state->column = 0;
  state->first = first / side;
  state->behind = (end + side - 1) / side;
  make_codes(state, library);
  jpeg->entropy = state;
  library->entropy->decode_mcu = decode_mcu;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("bmi2")) library->entropy->decode_mcu = decode_mcu_bmi2;
#endif
}

#else

void ci_entropy_take_over(ci_jpeg_state *jpeg, JDIMENSION first, JDIMENSION end) {
  (void)jpeg, (void)first, (void)end;
}

#endif

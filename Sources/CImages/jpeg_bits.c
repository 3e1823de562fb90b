#include "jpeg_bits.h"

void ci_tell_source(struct ci_entropy *state) {
  state->jpeg->source.next_input_byte = state->ahead.next;
  state->jpeg->source.bytes_in_buffer = (size_t)(state->end - state->ahead.next);
}

_Noreturn void ci_leave(struct ci_entropy *state, int needed) {
  ci_tell_source(state);
  if (state->ahead.left - needed >= state->padding) {
    ci_jpeg_leave(state->jpeg, CI_CORRUPT, "Corrupt JPEG data: bad Huffman code");
  }
  const uint8_t *next = state->ahead.next;
  while (next < state->end && *next == 0xff) next++;
  if (next == state->end) {
    ci_jpeg_leave(state->jpeg, CI_TRUNCATED, "the data end within the picture");
  }
  ci_jpeg_leave(state->jpeg, CI_CORRUPT, "Corrupt JPEG data: premature end of data segment");
}

void ci_look_ahead(struct ci_entropy *state) {
  const uint8_t *next = state->ahead.next;
  const uint8_t *found = memchr(next, 0xff, (size_t)(state->end - next));
  state->clear = found ? found : state->end;
}

void ci_fill_slowly(struct ci_entropy *state) {
  ci_reader ahead = state->ahead;
  ahead.bits = ahead.left == 0 ? 0 : ahead.bits & ~(UINT64_MAX >> ahead.left);
  while (ahead.left <= 56) {
    uint64_t byte = 0;
    const uint8_t *behind = ahead.next;
    while (behind < state->end && *behind == 0xff) behind++;
    if (behind == ahead.next && behind < state->end) {
      byte = *ahead.next++;
    } else if (behind < state->end && *behind == 0) {
      byte = 0xff;
      ahead.next = behind + 1;
    } else {
      state->padding += 8;
    }
    ahead.bits |= byte << (56 - ahead.left);
    ahead.left += 8;
  }
  state->ahead = ahead;
  if (ahead.next > state->clear) ci_look_ahead(state);
}

ci_symbol ci_read_long(
    struct ci_entropy *state, const ci_codes *codes, int is_ac) {
  ci_reader ahead = state->ahead;
  uint32_t bits = (uint32_t)(ahead.bits >> 48);
  int length = 1;
  while (bits >= codes->limit[length]) length++;
  if (length > 16) ci_leave(state, 16);
  uint8_t value = codes->values[(int32_t)(bits >> (16 - length)) + codes->offset[length]];
  ahead = ci_without(ahead, length);
  int size = is_ac ? value & 15 : value;
  int32_t number = ci_extended(size ? (uint32_t)(ahead.bits >> (64 - size)) : 0, size);
  state->ahead = ci_without(ahead, size);
  return (ci_symbol){.value = (int16_t)number, .run = is_ac ? ci_run_of(value) : 0};
}

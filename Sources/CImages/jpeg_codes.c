#include "jpeg_codes.h"

#include <string.h>

static void add_symbol(ci_codes *made, uint32_t code, int length, uint8_t value, int is_ac) {
  int size = is_ac ? value & 15 : value;
  int spare = CI_WINDOW - length - size;
  if (spare < 0) return;
  for (uint32_t rest = 0; rest < 1u << (CI_WINDOW - length); rest++) {
    made->first[code << (CI_WINDOW - length) | rest] = (ci_symbol){
        .value = (int16_t)ci_extended((rest >> spare) & ((1u << size) - 1), size),
        .length = (uint8_t)(length + size),
        .run = (uint8_t)(is_ac ? ci_run_of(value) : 0)};
  }
}

static void add_groups(ci_codes *made) {
  for (uint32_t window = 0; window < CI_ENTRIES; window++) {
    int length = 0, advance = 0, ends = 0;
    while (!ends) {
      const ci_symbol *next = &made->first[(window << length) & (CI_ENTRIES - 1)];
      if (next->length == 0 || length + next->length > CI_WINDOW) break;
      length += next->length;
      ends = next->run == CI_NO_MORE;
      advance += ends ? 1 : next->run + 1;
    }
    if (length == 0) advance = CI_NO_MORE;
    ci_symbols group = {(uint8_t)length, (uint8_t)advance, (uint8_t)(ends ? CI_NO_MORE : advance)};
    made->all[window] = group;
  }
}

void ci_make_codes(ci_codes *made, const JHUFF_TBL *source, int is_ac) {
  if (made->is_made) return;
  memset(made->first, 0, sizeof made->first);
  uint32_t code = 0;
  int place = 0;
  for (int length = 1; length <= 16; length++, code <<= 1) {
    made->offset[length] = place - (int32_t)code;
    for (int count = source->bits[length]; count > 0; count--, code++, place++) {
      if (length <= CI_WINDOW) add_symbol(made, code, length, source->huffval[place], is_ac);
    }
    made->limit[length] = code << (16 - length);
  }
  made->limit[17] = UINT32_MAX;
  made->values = source->huffval;
  made->is_made = 1;
  if (is_ac) add_groups(made);
}

#include "CFuzzer.h"

#include <zlib.h>

int LLVMFuzzerRunDriver(int *count, char ***arguments,
                        int (*input)(const uint8_t *bytes, size_t count)) __attribute__((weak));
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t most) __attribute__((weak));

int fuzzer_run(int count, char **arguments, int (*input)(const uint8_t *bytes, size_t count)) {
  return LLVMFuzzerRunDriver ? LLVMFuzzerRunDriver(&count, &arguments, input) : -1;
}

size_t fuzzer_mutate(uint8_t *bytes, size_t count, size_t most) {
  return LLVMFuzzerMutate ? LLVMFuzzerMutate(bytes, count, most) : count;
}

size_t fuzzer_inflate(const uint8_t *bytes, size_t count, uint8_t *inflated, size_t most) {
  z_stream stream = {.next_in = (uint8_t *)bytes, .avail_in = (unsigned)count,
                     .next_out = inflated, .avail_out = (unsigned)most};
  if (inflateInit2(&stream, MAX_WBITS + 32) != Z_OK) return 0;
  inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return stream.total_out;
}

size_t fuzzer_deflate(
    const uint8_t *bytes, size_t count, int is_gzip, uint8_t *deflated, size_t most) {
  z_stream stream = {.next_in = (uint8_t *)bytes, .avail_in = (unsigned)count,
                     .next_out = deflated, .avail_out = (unsigned)most};
  int window = MAX_WBITS + (is_gzip ? 16 : 0);
  if (deflateInit2(&stream, 1, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  int code = deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return code == Z_STREAM_END ? stream.total_out : 0;
}

uint32_t fuzzer_checksum(const uint8_t *bytes, size_t count) {
  return (uint32_t)crc32(0, bytes, (unsigned)count);
}

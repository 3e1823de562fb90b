// libFuzzer, which the command is linked to where it was built with `-sanitize=fuzzer`, and zlib.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a command line; -1 where it is not linked.
int fuzzer_run(int count, char **arguments, int (*input)(const uint8_t *bytes, size_t count));

/// libFuzzer's own change of `count` bytes, of which there may be `most`; returns how many there
/// are then.
size_t fuzzer_mutate(uint8_t *bytes, size_t count, size_t most);

/// Inflates zlib's or gzip's data; returns how many of `most` bytes came, however they ended.
size_t fuzzer_inflate(const uint8_t *bytes, size_t count, uint8_t *inflated, size_t most);

/// Deflates as gzip or zlib; returns the number of bytes, 0 where `most` are too few.
size_t fuzzer_deflate(
    const uint8_t *bytes, size_t count, int is_gzip, uint8_t *deflated, size_t most);

/// The check sum of a PNG's chunk.
uint32_t fuzzer_checksum(const uint8_t *bytes, size_t count);

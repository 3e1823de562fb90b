// Work for libtorch's own threads.
#pragma once
#include <c10/util/FunctionRef.h>

#include <cstdint>

/// Runs `work(begin, end)` for parts of `0..<count`, one part for each of libtorch's threads.
///
/// `at::parallel_for` would be serial here: it is compiled by whoever calls it, and Clang's OpenMP
/// is not the GNU one that libtorch's threads belong to.
void in_parallel(int64_t count, c10::function_ref<void(int64_t begin, int64_t end)> work);

// Loops compiled for several kinds of processors, the best of which is chosen when they run.
#pragma once
#include <ATen/Version.h>

#include <string>

/// For what must become part of the function that says which instructions it may use.
#define PART_OF_LOOP inline __attribute__((always_inline))

#if defined(__x86_64__)

/// The vector instructions that libtorch uses here; `ATEN_CPU_CAPABILITY` lowers them.
enum class Vectors { baseline, avx2, avx512 };

inline Vectors best_vectors() {
  static const Vectors best = [] {
    const std::string name = at::get_cpu_capability();
    return name == "AVX512" ? Vectors::avx512 : name == "AVX2" ? Vectors::avx2 : Vectors::baseline;
  }();
  return best;
}

// Features by name: for a named processor Clang would keep to vectors of 256 bits.
template <typename Work>
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))) void with_avx512(
    const Work &work) {
  work();
}

template <typename Work>
__attribute__((target("avx2,fma"))) void with_avx2(const Work &work) {
  work();
}

/// Runs `work`, all of whose parts are PART_OF_LOOP, by the best instructions of this processor.
template <typename Work>
void vectorized(const Work &work) {
  switch (best_vectors()) {
    case Vectors::avx512: return with_avx512(work);
    case Vectors::avx2: return with_avx2(work);
    case Vectors::baseline: return work();
  }
}

#else

/// Runs `work`; other processors have one kind of vector instructions.
template <typename Work>
void vectorized(const Work &work) {
  work();
}

#endif

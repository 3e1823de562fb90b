// Activations of several numbers at once.
#pragma once
#include <iterator>
#include <type_traits>

#include "ctorch.h"
#include "lanes.h"

/// What follows a norm.
enum class Activation { none = ct_no_activation, relu = ct_relu, relu6 = ct_relu6, silu = ct_silu };

/// How powers of e are computed in a format: the constants of its bits, and the terms of the series
/// that matter for half of the logarithm of 2.
template <typename Number>
struct Exponential;
template <>
struct Exponential<float> {
  using Bits = uint32_t;
  static constexpr int mantissa = 23, bias = 127, degree = 7;
  /// Powers beyond it, either way, are not told from its own.
  static constexpr float highest = 88;
  /// The logarithm of 2 in two parts, of which the first has few digits.
  static constexpr float ln2 = 0.693359375f, ln2_rest = -2.12194440e-4f;
};
template <>
struct Exponential<double> {
  using Bits = uint64_t;
  static constexpr int mantissa = 52, bias = 1023, degree = 13;
  static constexpr double highest = 708;
  static constexpr double ln2 = 6.93145751953125e-1, ln2_rest = 1.42860682030941723212e-6;
};

/// e to the power of each lane. NaN stays NaN.
template <typename Number>
PART_OF_LOOP void exponentiate(Lanes<Number> &x) {
  using By = Exponential<Number>;
  using Vector = typename Lanes<Number>::Vector;
  typedef typename By::Bits Bits __attribute__((ext_vector_type(Lanes<Number>::count)));
  constexpr Number log2_of_e = 1.4426950408889634;
  // A number this large has no digits behind the point, and its last ones count whole numbers.
  constexpr Number large = Number(3ull << (By::mantissa - 1));
  constexpr double inverse_factorials[] = {
      1., 1., 1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320, 1. / 362880,
      1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800};
  static_assert(By::degree < std::size(inverse_factorials));
  const Vector least = -By::highest, most = By::highest;
  Vector power = x.all < least ? least : x.all;
  power = power > most ? most : power;
  const Vector shifted = power * log2_of_e + large;
  const Vector twos = shifted - large;
  const Vector rest = (power - twos * By::ln2) - twos * By::ln2_rest;
  Vector sum = Number(inverse_factorials[By::degree]);
#pragma clang loop unroll(full)
  for (int i = By::degree - 1; i >= 0; i--) sum = sum * rest + Number(inverse_factorials[i]);
  const Bits scale = (__builtin_bit_cast(Bits, shifted) + By::bias) << By::mantissa;
  x.all = sum * __builtin_bit_cast(Vector, scale);
}

/// The sigmoid of each lane, 1 / (1 + e^-x), and what it is less than 1.
template <typename Number>
struct Sigmoid {
  typename Lanes<Number>::Vector share, rest;

  PART_OF_LOOP explicit Sigmoid(const typename Lanes<Number>::Vector &x) {
    Lanes<Number> power{-x};
    exponentiate(power);
    share = 1 / (1 + power.all);
    rest = power.all * share;
  }
};

/// The activation of each lane; NaN stays NaN.
template <Activation activation, typename Number>
PART_OF_LOOP void activate(Lanes<Number> &x) {
  const typename Lanes<Number>::Vector zero = 0, six = 6;
  if constexpr (activation == Activation::relu || activation == Activation::relu6) {
    x.all = x.all < zero ? zero : x.all;
  }
  if constexpr (activation == Activation::relu6) x.all = x.all > six ? six : x.all;
  if constexpr (activation == Activation::silu) x.all *= Sigmoid<Number>(x.all).share;
}

/// `slope` times the activation's derivative where it was given `x`.
template <Activation activation, typename Number>
PART_OF_LOOP void go_back_through(const typename Lanes<Number>::Vector &x, Lanes<Number> &slope) {
  const typename Lanes<Number>::Vector zero = 0, six = 6;
  if constexpr (activation == Activation::relu || activation == Activation::relu6) {
    slope.all = x <= zero ? zero : slope.all;
  }
  if constexpr (activation == Activation::relu6) slope.all = x >= six ? zero : slope.all;
  if constexpr (activation == Activation::silu) {
    const Sigmoid<Number> sigmoid(x);
    slope.all *= sigmoid.share * (1 + x * sigmoid.rest);
  }
}

/// Calls `work` with a type that holds `activation`.
template <typename Work>
void with_activation(Activation activation, const Work &work) {
  switch (activation) {
    case Activation::none: return work(std::integral_constant<Activation, Activation::none>());
    case Activation::relu: return work(std::integral_constant<Activation, Activation::relu>());
    case Activation::relu6: return work(std::integral_constant<Activation, Activation::relu6>());
    case Activation::silu: return work(std::integral_constant<Activation, Activation::silu>());
  }
}

// The C boundary over libtorch. What can fail returns a status and catches every exception; the
// rest only asks what a tensor or the engine knows. No C++ type leaves it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A tensor, owned by whoever holds it: give each one back with `ct_release`.
typedef struct ct_tensor_s *ct_tensor;

/// 0 where a function did its work; otherwise `ct_error_message` says what went wrong.
typedef int32_t ct_status;

/// The cause of this thread's last failure, valid until its next one.
const char *_Nonnull ct_error_message(void);

// Tensors and their contents. `dtype` is libtorch's ScalarType; `device` its DeviceType, with an
// index (-1 for the current one).

void ct_release(ct_tensor _Nonnull tensor);
/// The same tensor for one more owner.
ct_tensor _Nonnull ct_share(ct_tensor _Nonnull tensor);
intptr_t ct_dimensions(ct_tensor _Nonnull tensor);
intptr_t ct_size(ct_tensor _Nonnull tensor, intptr_t dimension);
int32_t ct_dtype(ct_tensor _Nonnull tensor);
size_t ct_element_size(int32_t dtype);
void ct_device(ct_tensor _Nonnull tensor, int32_t *_Nonnull device, int32_t *_Nonnull index);
/// A number that grows with every change in place.
intptr_t ct_version(ct_tensor _Nonnull tensor);

ct_status ct_full(const intptr_t *_Nonnull sizes, size_t sizes_count, double value, int32_t dtype,
                  int32_t device, int32_t index, ct_tensor _Nullable *_Nonnull result);
/// Zeros of the shape, type, place and layout of `model`.
ct_status ct_zeros_like(ct_tensor _Nonnull model, ct_tensor _Nullable *_Nonnull result);
/// `tensor` itself, or a copy, with the channels of a pixel side by side in memory.
ct_status ct_channels_last(ct_tensor _Nonnull tensor, ct_tensor _Nullable *_Nonnull result);
/// Whether `tensor` has maps whose pixels follow one another with their channels side by side.
bool ct_is_channels_last(ct_tensor _Nonnull tensor);
/// Copies `bytes`, in the order of the last dimension first.
ct_status ct_from_bytes(const void *_Nonnull bytes, const intptr_t *_Nonnull sizes,
                        size_t sizes_count, int32_t dtype, int32_t device, int32_t index,
                        ct_tensor _Nullable *_Nonnull result);
/// The float32 numbers 0...1, channels last, of bytes 0...255 whose order is that of `sizes`, four
/// of them.
ct_status ct_pictures(const uint8_t *_Nonnull bytes, const intptr_t *_Nonnull sizes,
                      ct_tensor _Nullable *_Nonnull result);
/// A view of memory that `owner` keeps, as long as any tensor sees it; then `release` is called.
ct_status ct_from_memory(const void *_Nonnull memory, const intptr_t *_Nonnull sizes,
                         const intptr_t *_Nonnull strides, size_t count, int32_t dtype,
                         void *_Nonnull owner, void (*_Nonnull release)(void *_Nullable owner),
                         ct_tensor _Nullable *_Nonnull result);
/// Writes all elements to `bytes`, which has room for `capacity` bytes.
ct_status ct_to_bytes(ct_tensor _Nonnull tensor, void *_Nonnull bytes, size_t capacity);
ct_status ct_to(ct_tensor _Nonnull tensor, int32_t dtype, int32_t device, int32_t index,
                ct_tensor _Nullable *_Nonnull result);
/// The value of a tensor of one element.
ct_status ct_item(ct_tensor _Nonnull tensor, double *_Nonnull result);

// Random tensors, each from a fresh generator.

ct_status ct_normal(const intptr_t *_Nonnull sizes, size_t sizes_count, double mean,
                    double deviation, uint64_t seed, int32_t dtype, int32_t device, int32_t index,
                    ct_tensor _Nullable *_Nonnull result);
ct_status ct_uniform(const intptr_t *_Nonnull sizes, size_t sizes_count, double low, double high,
                     uint64_t seed, int32_t dtype, int32_t device, int32_t index,
                     ct_tensor _Nullable *_Nonnull result);
ct_status ct_bernoulli(const intptr_t *_Nonnull sizes, size_t sizes_count, double probability,
                       uint64_t seed, int32_t dtype, int32_t device, int32_t index,
                       ct_tensor _Nullable *_Nonnull result);

// Gradients.

bool ct_requires_gradient(ct_tensor _Nonnull tensor);
bool ct_is_leaf(ct_tensor _Nonnull tensor);
ct_status ct_require_gradient(ct_tensor _Nonnull tensor, bool required);
/// Lets a tensor inside a graph keep the gradient that passes through it.
ct_status ct_keep_gradient(ct_tensor _Nonnull tensor);
/// The gradient kept at `tensor`, or NULL where there is none.
ct_status ct_gradient(ct_tensor _Nonnull tensor, ct_tensor _Nullable *_Nonnull result);
ct_status ct_set_gradient(ct_tensor _Nonnull tensor, ct_tensor _Nullable gradient);
/// Lays every gradient that reaches `tensor`, `[N, C, H, W]` and recorded, channels last.
ct_status ct_gradient_channels_last(ct_tensor _Nonnull tensor);
ct_status ct_backward(ct_tensor _Nonnull loss, bool keep_graph);
/// Goes back from `count` tensors at once, whose gradients are `slopes`.
ct_status ct_backward_from(const ct_tensor _Nonnull *_Nonnull ends,
                           const ct_tensor _Nonnull *_Nonnull slopes, size_t count);
/// The gradient of the sum of `outputs` at each of `inputs`; NULL where it does not reach one.
ct_status ct_gradients(const ct_tensor _Nonnull *_Nonnull outputs, size_t outputs_count,
                       const ct_tensor _Nonnull *_Nonnull inputs, size_t inputs_count,
                       bool keep_graph, ct_tensor _Nullable *_Nonnull results);

/// Sets whether this thread records graphs, and returns whether it did before.
bool ct_set_recording(bool recording);
/// Whether this thread records graphs.
bool ct_is_recording(void);

/// What is done once more when a gradient comes back.
typedef struct {
  void *_Nonnull context;
  /// Does it from as many tensors as there were inputs, and leaves as many as were made; the caller
  /// releases those. Returns NULL, or a message for the caller to free.
  char *_Nullable (*_Nonnull run)(void *_Nonnull context, const ct_tensor _Nonnull *_Nonnull inputs,
                                  ct_tensor _Nullable *_Nonnull results);
  /// Called once, when nothing can need the work any more.
  void (*_Nonnull release)(void *_Nonnull context);
} ct_work;
/// `made`, which `work` made of `inputs` and `parameters` without a graph, inside one: the way back
/// through it does the work again.
ct_status ct_recompute(const ct_tensor _Nonnull *_Nonnull made, size_t made_count,
                       const ct_tensor _Nonnull *_Nonnull inputs, size_t inputs_count,
                       const ct_tensor _Nonnull *_Nonnull parameters, size_t parameters_count,
                       ct_work work, ct_tensor _Nullable *_Nonnull results);

/// Sets this thread's automatic choice of a lower precision on a type of device, and tells what it
/// was before.
ct_status ct_set_autocast(bool enabled, int32_t dtype, int32_t device, bool *_Nonnull was_enabled,
                          int32_t *_Nonnull dtype_before);
void ct_clear_autocast_cache(void);

// Layers.

/// What follows a layer in the same operation.
typedef enum { ct_no_activation, ct_relu, ct_relu6, ct_silu } ct_activation;

/// Batch norm of `x`, plus `skip` where there is one, then the activation, in one pass over the
/// maps where they lie channels-last on the CPU. `by_batch` normalizes by the batch's
/// statistics, towards which the running averages are moved if they are given; otherwise by them.
/// The result is of the type of `x`, or of that of `weight` where `widened`. It is given once, or
/// twice (`count`): the same elements, the gradients of which are summed by this operation.
ct_status ct_norm(ct_tensor _Nonnull x, ct_tensor _Nonnull weight, ct_tensor _Nonnull bias,
                  ct_tensor _Nullable skip, ct_tensor _Nullable running_mean,
                  ct_tensor _Nullable running_var, bool by_batch, double momentum, double epsilon,
                  ct_activation activation, bool widened, ct_tensor _Nullable *_Nonnull results, size_t count);

/// A convolution of each channel of `x`, `[N, C, H, W]`, by a window of its own, `[C, 1, K, K]`.
ct_status ct_depthwise_convolution(ct_tensor _Nonnull x, ct_tensor _Nonnull weight, intptr_t stride,
                                   intptr_t padding, intptr_t dilation, ct_tensor _Nullable *_Nonnull result);

// Optimizers.

/// One step of SGD, as torch.optim.SGD takes it, on parameters that have a gradient each.
/// `momenta` are read and written where `momentum` is not 0; on the first step only written.
ct_status ct_sgd(const ct_tensor _Nonnull *_Nonnull parameters,
                 size_t count, const ct_tensor _Nonnull *_Nonnull momenta, size_t momenta_count,
                 double learning_rate, double momentum, double weight_decay, bool nesterov,
                 bool first_step);
/// One step of AdamW, as torch.optim.AdamW takes it, on parameters that have a gradient each.
/// `means` and `squares` are the averages of gradients and of their squares; `steps` hold one
/// float32 number each, which the step counts up. All are `count`, read and written.
ct_status ct_adamw(const ct_tensor _Nonnull *_Nonnull parameters, size_t count,
                   const ct_tensor _Nonnull *_Nonnull means,
                   const ct_tensor _Nonnull *_Nonnull squares,
                   const ct_tensor _Nonnull *_Nonnull steps, double learning_rate, double beta1,
                   double beta2, double epsilon, double weight_decay);
/// One step of RMSProp, as TensorFlow takes it, on parameters that have a gradient each.
/// `squares` are the averages of squared gradients; `velocities` are read and written where
/// `momentum` is not 0.
ct_status ct_rmsprop(const ct_tensor _Nonnull *_Nonnull parameters, size_t count,
                     const ct_tensor _Nonnull *_Nonnull squares,
                     const ct_tensor _Nonnull *_Nonnull velocities, size_t velocities_count,
                     double learning_rate, double alpha, double epsilon, double momentum,
                     double weight_decay, bool decouples_decay);
/// Moves each of `tensors` by `weight` of the way to its one of `ends`, in place.
ct_status ct_lerp_all(const ct_tensor _Nonnull *_Nonnull tensors,
                      const ct_tensor _Nonnull *_Nonnull ends, size_t count, double weight);
/// The 2-norm of all gradients together.
ct_status ct_gradient_norm(const ct_tensor _Nonnull *_Nonnull parameters, size_t count,
                           double *_Nonnull result);
/// Multiplies every gradient.
ct_status ct_scale_gradients(const ct_tensor _Nonnull *_Nonnull parameters, size_t count,
                             double factor);

// The engine.

/// Starts to count the multiply-adds of this thread's convolutions and matrix products.
ct_status ct_start_counting(void);
/// Ends it, and returns the count.
ct_status ct_stop_counting(double *_Nonnull result);
/// Keeps CUDA's convolutions in full float32 and to algorithms that repeat their results.
ct_status ct_require_exact_cuda(void);
ct_status ct_set_threads(int32_t count);
int32_t ct_threads(void);
const char *_Nonnull ct_version_string(void);
/// The best vector instructions that libtorch uses here, such as `AVX512`.
const char *_Nonnull ct_cpu_capability(void);
int32_t ct_cuda_devices(void);

#ifdef __cplusplus
}
#endif

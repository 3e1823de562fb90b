// Written by Scripts/generate-operations; change Scripts/operations.txt instead.
#include "ctorch_operations.h"
#include "boundary.h"
#include <ATen/ops/abs.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/add.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/all.h>
#include <ATen/ops/amax.h>
#include <ATen/ops/amin.h>
#include <ATen/ops/any.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/clone.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/contiguous.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/copy.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/detach.h>
#include <ATen/ops/div.h>
#include <ATen/ops/eq.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/expand.h>
#include <ATen/ops/fill.h>
#include <ATen/ops/flatten.h>
#include <ATen/ops/flip.h>
#include <ATen/ops/floor.h>
#include <ATen/ops/gather.h>
#include <ATen/ops/ge.h>
#include <ATen/ops/gt.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/le.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/logical_and.h>
#include <ATen/ops/lt.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/narrow.h>
#include <ATen/ops/ne.h>
#include <ATen/ops/neg.h>
#include <ATen/ops/one_hot.h>
#include <ATen/ops/permute.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/reflection_pad2d.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/reshape.h>
#include <ATen/ops/round.h>
#include <ATen/ops/select.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/sign.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/slice.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/square.h>
#include <ATen/ops/squeeze.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/topk.h>
#include <ATen/ops/transpose.h>
#include <ATen/ops/unsqueeze.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/upsample_nearest2d.h>
#include <ATen/ops/var_mean.h>
#include <ATen/ops/view.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zero.h>
extern "C" {
ct_status ct_op_add_Tensor(ct_tensor receiver, ct_tensor other, double alpha, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::add(borrow(receiver), borrow(other), scalar(alpha))); });
}
ct_status ct_op_add_Scalar(ct_tensor receiver, double other, double alpha, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::add(borrow(receiver), scalar(other), scalar(alpha))); });
}
ct_status ct_op_sub_Tensor(ct_tensor receiver, ct_tensor other, double alpha, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sub(borrow(receiver), borrow(other), scalar(alpha))); });
}
ct_status ct_op_sub_Scalar(ct_tensor receiver, double other, double alpha, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sub(borrow(receiver), scalar(other), scalar(alpha))); });
}
ct_status ct_op_mul_Tensor(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::mul(borrow(receiver), borrow(other))); });
}
ct_status ct_op_mul_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::mul(borrow(receiver), scalar(other))); });
}
ct_status ct_op_div_Tensor(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::div(borrow(receiver), borrow(other))); });
}
ct_status ct_op_div_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::div(borrow(receiver), scalar(other))); });
}
ct_status ct_op_neg(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::neg(borrow(receiver))); });
}
ct_status ct_op_abs(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::abs(borrow(receiver))); });
}
ct_status ct_op_sign(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sign(borrow(receiver))); });
}
ct_status ct_op_sqrt(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sqrt(borrow(receiver))); });
}
ct_status ct_op_square(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::square(borrow(receiver))); });
}
ct_status ct_op_exp(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::exp(borrow(receiver))); });
}
ct_status ct_op_log(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::log(borrow(receiver))); });
}
ct_status ct_op_pow_Tensor_Scalar(ct_tensor receiver, double exponent, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::pow(borrow(receiver), scalar(exponent))); });
}
ct_status ct_op_maximum(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::maximum(borrow(receiver), borrow(other))); });
}
ct_status ct_op_minimum(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::minimum(borrow(receiver), borrow(other))); });
}
ct_status ct_op_clamp(ct_tensor receiver, bool has_min, double min, bool has_max, double max, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::clamp(borrow(receiver), optional(has_min, scalar(min)), optional(has_max, scalar(max)))); });
}
ct_status ct_op_clamp_Tensor(ct_tensor receiver, ct_tensor min, ct_tensor max, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::clamp(borrow(receiver), borrow_optional(min), borrow_optional(max))); });
}
ct_status ct_op_relu(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::relu(borrow(receiver))); });
}
ct_status ct_op_sigmoid(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sigmoid(borrow(receiver))); });
}
ct_status ct_op_silu(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::silu(borrow(receiver))); });
}
ct_status ct_op_hardtanh(ct_tensor receiver, double min_val, double max_val, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::hardtanh(borrow(receiver), scalar(min_val), scalar(max_val))); });
}
ct_status ct_op_addcmul(ct_tensor receiver, ct_tensor tensor1, ct_tensor tensor2, double value, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::addcmul(borrow(receiver), borrow(tensor1), borrow(tensor2), scalar(value))); });
}
ct_status ct_op_round(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::round(borrow(receiver))); });
}
ct_status ct_op_floor(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::floor(borrow(receiver))); });
}
ct_status ct_op_lerp_Scalar(ct_tensor receiver, ct_tensor end, double weight, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::lerp(borrow(receiver), borrow(end), scalar(weight))); });
}
ct_status ct_op_relu_(ct_tensor receiver) {
  return guarded([&] { borrow(receiver).relu_(); });
}
ct_status ct_op_add__Tensor(ct_tensor receiver, ct_tensor other, double alpha) {
  return guarded([&] { borrow(receiver).add_(borrow(other), scalar(alpha)); });
}
ct_status ct_op_add__Scalar(ct_tensor receiver, double other, double alpha) {
  return guarded([&] { borrow(receiver).add_(scalar(other), scalar(alpha)); });
}
ct_status ct_op_mul__Scalar(ct_tensor receiver, double other) {
  return guarded([&] { borrow(receiver).mul_(scalar(other)); });
}
ct_status ct_op_copy_(ct_tensor receiver, ct_tensor src, bool non_blocking) {
  return guarded([&] { borrow(receiver).copy_(borrow(src), non_blocking); });
}
ct_status ct_op_zero_(ct_tensor receiver) {
  return guarded([&] { borrow(receiver).zero_(); });
}
ct_status ct_op_fill__Scalar(ct_tensor receiver, double value) {
  return guarded([&] { borrow(receiver).fill_(scalar(value)); });
}
ct_status ct_op_eq_Tensor(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::eq(borrow(receiver), borrow(other))); });
}
ct_status ct_op_eq_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::eq(borrow(receiver), scalar(other))); });
}
ct_status ct_op_ne_Tensor(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::ne(borrow(receiver), borrow(other))); });
}
ct_status ct_op_ne_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::ne(borrow(receiver), scalar(other))); });
}
ct_status ct_op_lt_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::lt(borrow(receiver), scalar(other))); });
}
ct_status ct_op_gt_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::gt(borrow(receiver), scalar(other))); });
}
ct_status ct_op_le_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::le(borrow(receiver), scalar(other))); });
}
ct_status ct_op_ge_Scalar(ct_tensor receiver, double other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::ge(borrow(receiver), scalar(other))); });
}
ct_status ct_op_logical_and(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::logical_and(borrow(receiver), borrow(other))); });
}
ct_status ct_op_isfinite(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::isfinite(borrow(receiver))); });
}
ct_status ct_op_all(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::all(borrow(receiver))); });
}
ct_status ct_op_any(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::any(borrow(receiver))); });
}
ct_status ct_op_where_self(ct_tensor condition, ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::where(borrow(condition), borrow(receiver), borrow(other))); });
}
ct_status ct_op_sum(ct_tensor receiver, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sum(borrow(receiver), optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_sum_dim_IntList(ct_tensor receiver, bool has_dim, const intptr_t * dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::sum(borrow(receiver), optional_array(has_dim, dim, dim_count), keepdim, optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_mean(ct_tensor receiver, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::mean(borrow(receiver), optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_mean_dim(ct_tensor receiver, bool has_dim, const intptr_t * dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::mean(borrow(receiver), optional_array(has_dim, dim, dim_count), keepdim, optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_var_mean_correction(ct_tensor receiver, bool has_dim, const intptr_t * dim, size_t dim_count, bool has_correction, double correction, bool keepdim, ct_tensor * result0, ct_tensor * result1) {
  return guarded([&] { auto results = at::var_mean(borrow(receiver), optional_array(has_dim, dim, dim_count), optional(has_correction, scalar(correction)), keepdim); *result0 = give(std::move(std::get<0>(results))); *result1 = give(std::move(std::get<1>(results))); });
}
ct_status ct_op_amax(ct_tensor receiver, const intptr_t * dim, size_t dim_count, bool keepdim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::amax(borrow(receiver), at::IntArrayRef(dim, dim_count), keepdim)); });
}
ct_status ct_op_amin(ct_tensor receiver, const intptr_t * dim, size_t dim_count, bool keepdim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::amin(borrow(receiver), at::IntArrayRef(dim, dim_count), keepdim)); });
}
ct_status ct_op_argmax(ct_tensor receiver, bool has_dim, intptr_t dim, bool keepdim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::argmax(borrow(receiver), optional(has_dim, int64_t(dim)), keepdim)); });
}
ct_status ct_op_topk(ct_tensor receiver, intptr_t k, intptr_t dim, bool largest, bool sorted, ct_tensor * result0, ct_tensor * result1) {
  return guarded([&] { auto results = at::topk(borrow(receiver), k, dim, largest, sorted); *result0 = give(std::move(std::get<0>(results))); *result1 = give(std::move(std::get<1>(results))); });
}
ct_status ct_op_linalg_vector_norm(ct_tensor receiver, double ord, bool has_dim, const intptr_t * dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::linalg_vector_norm(borrow(receiver), scalar(ord), optional_array(has_dim, dim, dim_count), keepdim, optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_conv2d(ct_tensor input, ct_tensor weight, ct_tensor bias, const intptr_t * stride, size_t stride_count, const intptr_t * padding, size_t padding_count, const intptr_t * dilation, size_t dilation_count, intptr_t groups, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::conv2d(borrow(input), borrow(weight), borrow_optional(bias), at::IntArrayRef(stride, stride_count), at::IntArrayRef(padding, padding_count), at::IntArrayRef(dilation, dilation_count), groups)); });
}
ct_status ct_op_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::linear(borrow(input), borrow(weight), borrow_optional(bias))); });
}
ct_status ct_op_matmul(ct_tensor receiver, ct_tensor other, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::matmul(borrow(receiver), borrow(other))); });
}
ct_status ct_op_batch_norm(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor running_mean, ct_tensor running_var, bool training, double momentum, double eps, bool cudnn_enabled, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::batch_norm(borrow(input), borrow_optional(weight), borrow_optional(bias), borrow_optional(running_mean), borrow_optional(running_var), training, momentum, eps, cudnn_enabled)); });
}
ct_status ct_op_max_pool2d(ct_tensor receiver, const intptr_t * kernel_size, size_t kernel_size_count, const intptr_t * stride, size_t stride_count, const intptr_t * padding, size_t padding_count, const intptr_t * dilation, size_t dilation_count, bool ceil_mode, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::max_pool2d(borrow(receiver), at::IntArrayRef(kernel_size, kernel_size_count), at::IntArrayRef(stride, stride_count), at::IntArrayRef(padding, padding_count), at::IntArrayRef(dilation, dilation_count), ceil_mode)); });
}
ct_status ct_op_avg_pool2d(ct_tensor receiver, const intptr_t * kernel_size, size_t kernel_size_count, const intptr_t * stride, size_t stride_count, const intptr_t * padding, size_t padding_count, bool ceil_mode, bool count_include_pad, bool has_divisor_override, intptr_t divisor_override, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::avg_pool2d(borrow(receiver), at::IntArrayRef(kernel_size, kernel_size_count), at::IntArrayRef(stride, stride_count), at::IntArrayRef(padding, padding_count), ceil_mode, count_include_pad, optional(has_divisor_override, int64_t(divisor_override)))); });
}
ct_status ct_op_adaptive_avg_pool2d(ct_tensor receiver, const intptr_t * output_size, size_t output_size_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::adaptive_avg_pool2d(borrow(receiver), at::IntArrayRef(output_size, output_size_count))); });
}
ct_status ct_op_constant_pad_nd(ct_tensor receiver, const intptr_t * pad, size_t pad_count, double value, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::constant_pad_nd(borrow(receiver), at::IntArrayRef(pad, pad_count), scalar(value))); });
}
ct_status ct_op_reflection_pad2d(ct_tensor receiver, const intptr_t * padding, size_t padding_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::reflection_pad2d(borrow(receiver), at::IntArrayRef(padding, padding_count))); });
}
ct_status ct_op_upsample_nearest2d(ct_tensor receiver, const intptr_t * output_size, size_t output_size_count, bool has_scales_h, double scales_h, bool has_scales_w, double scales_w, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::upsample_nearest2d(borrow(receiver), at::IntArrayRef(output_size, output_size_count), optional(has_scales_h, scales_h), optional(has_scales_w, scales_w))); });
}
ct_status ct_op_upsample_bilinear2d(ct_tensor receiver, const intptr_t * output_size, size_t output_size_count, bool align_corners, bool has_scales_h, double scales_h, bool has_scales_w, double scales_w, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::upsample_bilinear2d(borrow(receiver), at::IntArrayRef(output_size, output_size_count), align_corners, optional(has_scales_h, scales_h), optional(has_scales_w, scales_w))); });
}
ct_status ct_op_softmax_int(ct_tensor receiver, intptr_t dim, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::softmax(borrow(receiver), dim, optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_log_softmax_int(ct_tensor receiver, intptr_t dim, bool has_dtype, int32_t dtype, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::log_softmax(borrow(receiver), dim, optional(has_dtype, at::ScalarType(dtype)))); });
}
ct_status ct_op_cross_entropy_loss(ct_tensor receiver, ct_tensor target, ct_tensor weight, intptr_t reduction, intptr_t ignore_index, double label_smoothing, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::cross_entropy_loss(borrow(receiver), borrow(target), borrow_optional(weight), reduction, ignore_index, label_smoothing)); });
}
ct_status ct_op_one_hot(ct_tensor receiver, intptr_t num_classes, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::one_hot(borrow(receiver), num_classes)); });
}
ct_status ct_op_reshape(ct_tensor receiver, const intptr_t * shape, size_t shape_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::reshape(borrow(receiver), at::IntArrayRef(shape, shape_count))); });
}
ct_status ct_op_view(ct_tensor receiver, const intptr_t * size, size_t size_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(borrow(receiver).view(at::IntArrayRef(size, size_count))); });
}
ct_status ct_op_permute(ct_tensor receiver, const intptr_t * dims, size_t dims_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::permute(borrow(receiver), at::IntArrayRef(dims, dims_count))); });
}
ct_status ct_op_transpose_int(ct_tensor receiver, intptr_t dim0, intptr_t dim1, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::transpose(borrow(receiver), dim0, dim1)); });
}
ct_status ct_op_flatten_using_ints(ct_tensor receiver, intptr_t start_dim, intptr_t end_dim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::flatten(borrow(receiver), start_dim, end_dim)); });
}
ct_status ct_op_squeeze_dim(ct_tensor receiver, intptr_t dim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::squeeze(borrow(receiver), dim)); });
}
ct_status ct_op_unsqueeze(ct_tensor receiver, intptr_t dim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::unsqueeze(borrow(receiver), dim)); });
}
ct_status ct_op_expand(ct_tensor receiver, const intptr_t * size, size_t size_count, bool implicit, ct_tensor * result0) {
  return guarded([&] { *result0 = give(borrow(receiver).expand(at::IntArrayRef(size, size_count), implicit)); });
}
ct_status ct_op_flip(ct_tensor receiver, const intptr_t * dims, size_t dims_count, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::flip(borrow(receiver), at::IntArrayRef(dims, dims_count))); });
}
ct_status ct_op_cat(const ct_tensor * tensors, size_t tensors_count, intptr_t dim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::cat(borrow_all(tensors, tensors_count), dim)); });
}
ct_status ct_op_stack(const ct_tensor * tensors, size_t tensors_count, intptr_t dim, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::stack(borrow_all(tensors, tensors_count), dim)); });
}
ct_status ct_op_narrow(ct_tensor receiver, intptr_t dim, intptr_t start, intptr_t length, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::narrow(borrow(receiver), dim, start, length)); });
}
ct_status ct_op_select_int(ct_tensor receiver, intptr_t dim, intptr_t index, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::select(borrow(receiver), dim, index)); });
}
ct_status ct_op_slice_Tensor(ct_tensor receiver, intptr_t dim, bool has_start, intptr_t start, bool has_end, intptr_t end, intptr_t step, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::slice(borrow(receiver), dim, optional(has_start, int64_t(start)), optional(has_end, int64_t(end)), step)); });
}
ct_status ct_op_index_select(ct_tensor receiver, intptr_t dim, ct_tensor index, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::index_select(borrow(receiver), dim, borrow(index))); });
}
ct_status ct_op_gather(ct_tensor receiver, intptr_t dim, ct_tensor index, bool sparse_grad, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::gather(borrow(receiver), dim, borrow(index), sparse_grad)); });
}
ct_status ct_op_detach(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::detach(borrow(receiver))); });
}
ct_status ct_op_clone(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(at::clone(borrow(receiver))); });
}
ct_status ct_op_contiguous(ct_tensor receiver, ct_tensor * result0) {
  return guarded([&] { *result0 = give(borrow(receiver).contiguous()); });
}
}

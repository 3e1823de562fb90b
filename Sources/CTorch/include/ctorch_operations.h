// Written by Scripts/generate-operations; change Scripts/operations.txt instead.
#pragma once
#include "ctorch.h"
#ifdef __cplusplus
extern "C" {
#endif
ct_status ct_op_add_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, double alpha, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_add_Scalar(ct_tensor _Nonnull receiver, double other, double alpha, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sub_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, double alpha, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sub_Scalar(ct_tensor _Nonnull receiver, double other, double alpha, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_mul_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_mul_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_div_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_div_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_neg(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_abs(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sign(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sqrt(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_square(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_exp(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_log(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_pow_Tensor_Scalar(ct_tensor _Nonnull receiver, double exponent, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_maximum(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_minimum(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_clamp(ct_tensor _Nonnull receiver, bool has_min, double min, bool has_max, double max, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_clamp_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nullable min, ct_tensor _Nullable max, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_relu(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sigmoid(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_silu(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_hardtanh(ct_tensor _Nonnull receiver, double min_val, double max_val, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_addcmul(ct_tensor _Nonnull receiver, ct_tensor _Nonnull tensor1, ct_tensor _Nonnull tensor2, double value, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_round(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_floor(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_lerp_Scalar(ct_tensor _Nonnull receiver, ct_tensor _Nonnull end, double weight, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_relu_(ct_tensor _Nonnull receiver);
ct_status ct_op_add__Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, double alpha);
ct_status ct_op_add__Scalar(ct_tensor _Nonnull receiver, double other, double alpha);
ct_status ct_op_mul__Scalar(ct_tensor _Nonnull receiver, double other);
ct_status ct_op_copy_(ct_tensor _Nonnull receiver, ct_tensor _Nonnull src, bool non_blocking);
ct_status ct_op_zero_(ct_tensor _Nonnull receiver);
ct_status ct_op_fill__Scalar(ct_tensor _Nonnull receiver, double value);
ct_status ct_op_eq_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_eq_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_ne_Tensor(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_ne_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_lt_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_gt_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_le_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_ge_Scalar(ct_tensor _Nonnull receiver, double other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_logical_and(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_isfinite(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_all(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_any(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_where_self(ct_tensor _Nonnull condition, ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sum(ct_tensor _Nonnull receiver, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_sum_dim_IntList(ct_tensor _Nonnull receiver, bool has_dim, const intptr_t *_Nonnull dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_mean(ct_tensor _Nonnull receiver, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_mean_dim(ct_tensor _Nonnull receiver, bool has_dim, const intptr_t *_Nonnull dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_var_mean_correction(ct_tensor _Nonnull receiver, bool has_dim, const intptr_t *_Nonnull dim, size_t dim_count, bool has_correction, double correction, bool keepdim, ct_tensor _Nullable *_Nonnull result0, ct_tensor _Nullable *_Nonnull result1);
ct_status ct_op_amax(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull dim, size_t dim_count, bool keepdim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_amin(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull dim, size_t dim_count, bool keepdim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_argmax(ct_tensor _Nonnull receiver, bool has_dim, intptr_t dim, bool keepdim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_topk(ct_tensor _Nonnull receiver, intptr_t k, intptr_t dim, bool largest, bool sorted, ct_tensor _Nullable *_Nonnull result0, ct_tensor _Nullable *_Nonnull result1);
ct_status ct_op_linalg_vector_norm(ct_tensor _Nonnull receiver, double ord, bool has_dim, const intptr_t *_Nonnull dim, size_t dim_count, bool keepdim, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_conv2d(ct_tensor _Nonnull input, ct_tensor _Nonnull weight, ct_tensor _Nullable bias, const intptr_t *_Nonnull stride, size_t stride_count, const intptr_t *_Nonnull padding, size_t padding_count, const intptr_t *_Nonnull dilation, size_t dilation_count, intptr_t groups, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_linear(ct_tensor _Nonnull input, ct_tensor _Nonnull weight, ct_tensor _Nullable bias, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_matmul(ct_tensor _Nonnull receiver, ct_tensor _Nonnull other, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_batch_norm(ct_tensor _Nonnull input, ct_tensor _Nullable weight, ct_tensor _Nullable bias, ct_tensor _Nullable running_mean, ct_tensor _Nullable running_var, bool training, double momentum, double eps, bool cudnn_enabled, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_max_pool2d(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull kernel_size, size_t kernel_size_count, const intptr_t *_Nonnull stride, size_t stride_count, const intptr_t *_Nonnull padding, size_t padding_count, const intptr_t *_Nonnull dilation, size_t dilation_count, bool ceil_mode, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_avg_pool2d(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull kernel_size, size_t kernel_size_count, const intptr_t *_Nonnull stride, size_t stride_count, const intptr_t *_Nonnull padding, size_t padding_count, bool ceil_mode, bool count_include_pad, bool has_divisor_override, intptr_t divisor_override, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_adaptive_avg_pool2d(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull output_size, size_t output_size_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_constant_pad_nd(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull pad, size_t pad_count, double value, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_reflection_pad2d(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull padding, size_t padding_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_softmax_int(ct_tensor _Nonnull receiver, intptr_t dim, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_log_softmax_int(ct_tensor _Nonnull receiver, intptr_t dim, bool has_dtype, int32_t dtype, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_cross_entropy_loss(ct_tensor _Nonnull receiver, ct_tensor _Nonnull target, ct_tensor _Nullable weight, intptr_t reduction, intptr_t ignore_index, double label_smoothing, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_one_hot(ct_tensor _Nonnull receiver, intptr_t num_classes, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_reshape(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull shape, size_t shape_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_view(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull size, size_t size_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_permute(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull dims, size_t dims_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_transpose_int(ct_tensor _Nonnull receiver, intptr_t dim0, intptr_t dim1, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_flatten_using_ints(ct_tensor _Nonnull receiver, intptr_t start_dim, intptr_t end_dim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_squeeze_dim(ct_tensor _Nonnull receiver, intptr_t dim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_unsqueeze(ct_tensor _Nonnull receiver, intptr_t dim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_expand(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull size, size_t size_count, bool implicit, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_flip(ct_tensor _Nonnull receiver, const intptr_t *_Nonnull dims, size_t dims_count, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_cat(const ct_tensor _Nonnull *_Nonnull tensors, size_t tensors_count, intptr_t dim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_stack(const ct_tensor _Nonnull *_Nonnull tensors, size_t tensors_count, intptr_t dim, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_narrow(ct_tensor _Nonnull receiver, intptr_t dim, intptr_t start, intptr_t length, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_select_int(ct_tensor _Nonnull receiver, intptr_t dim, intptr_t index, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_slice_Tensor(ct_tensor _Nonnull receiver, intptr_t dim, bool has_start, intptr_t start, bool has_end, intptr_t end, intptr_t step, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_index_select(ct_tensor _Nonnull receiver, intptr_t dim, ct_tensor _Nonnull index, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_gather(ct_tensor _Nonnull receiver, intptr_t dim, ct_tensor _Nonnull index, bool sparse_grad, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_detach(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_clone(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
ct_status ct_op_contiguous(ct_tensor _Nonnull receiver, ct_tensor _Nullable *_Nonnull result0);
#ifdef __cplusplus
}
#endif

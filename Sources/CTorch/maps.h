// How feature maps lie in memory.
#pragma once
#include <ATen/core/Tensor.h>

/// Whether there are maps, on the CPU, whose pixels lie one after another with their channels side by side.
inline bool lies_channels_last(const at::Tensor &maps) {
  return maps.is_cpu() && maps.dim() == 4 && maps.numel() > 0 &&
         maps.is_contiguous(at::MemoryFormat::ChannelsLast);
}

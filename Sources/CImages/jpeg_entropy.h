// Quicker reading of the Huffman codes of a JPEG, most of all of blocks that are not wanted.
#pragma once
#include "jpeg_state.h"

/// Takes over from libjpeg the reading of codes, where the file is of the common kind.
///
/// That is baseline or extended in a single scan, not arithmetic, of 8 KiB or more. Coefficients
/// and errors are libjpeg's, but for damaged data: a code that the file's table lacks is always an
/// error here, whereas libjpeg lets it pass as a zero where the end of the data is not near.
///
/// Blocks of columns outside `first..<end`, in pixels of the scaled picture, may be left out. To be
/// called after jpeg_start_decompress and jpeg_crop_scanline, and before the first row is read.
void ci_entropy_take_over(ci_jpeg_state *state, JDIMENSION first, JDIMENSION end);

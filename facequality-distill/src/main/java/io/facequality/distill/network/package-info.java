/** The published networks, built as ONNX from named tensors. */
@NullMarked
package io.facequality.distill.network;

import org.jspecify.annotations.NullMarked;

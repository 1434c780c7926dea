/** Scorers and embedders on ONNX Runtime. */
@NullMarked
package io.facequality.onnx;

import org.jspecify.annotations.NullMarked;

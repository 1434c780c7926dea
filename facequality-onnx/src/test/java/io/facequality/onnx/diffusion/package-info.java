@NullMarked
package io.facequality.onnx.diffusion;

import org.jspecify.annotations.NullMarked;

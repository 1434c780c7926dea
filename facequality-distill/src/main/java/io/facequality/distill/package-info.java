/** Making models: published weights in, ONNX out. */
@NullMarked
package io.facequality.distill;

import org.jspecify.annotations.NullMarked;

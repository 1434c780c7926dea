/** Making models: published weights in, ONNX out. */
@NullMarked
package io.facequality.convert;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.facequality.onnx;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.facequality.onnx.internal.graph;

import org.jspecify.annotations.NullMarked;

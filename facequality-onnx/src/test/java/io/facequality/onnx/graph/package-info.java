@NullMarked
package io.facequality.onnx.graph;

import org.jspecify.annotations.NullMarked;

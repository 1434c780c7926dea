/** A model's nodes as values, and the exact rewrites that make it run faster. */
@NullMarked
package io.facequality.onnx.internal.graph;

import org.jspecify.annotations.NullMarked;

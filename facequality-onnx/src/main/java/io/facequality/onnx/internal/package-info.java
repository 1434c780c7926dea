/** Native libraries: where they are unpacked, and what keeps them from being loaded. Not for users. */
@NullMarked
package io.facequality.onnx.internal;

import org.jspecify.annotations.NullMarked;

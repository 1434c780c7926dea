/** The steps of the diffusion procedure, in pure Java; nothing here is for users. */
@NullMarked
package io.facequality.onnx.internal.diffusion;

import org.jspecify.annotations.NullMarked;

/**
 * The networks, each written once in {@link io.facequality.convert.internal.network.NetworkOperators}, and the ONNX models that are
 * made of them and of named tensors.
 */
@NullMarked
package io.facequality.convert.internal.network;

import org.jspecify.annotations.NullMarked;

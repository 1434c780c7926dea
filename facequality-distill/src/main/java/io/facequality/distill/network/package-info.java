/**
 * The networks, each written once in {@link io.facequality.distill.network.NetworkOperators}, and the ONNX models that are
 * made of them and of named tensors.
 */
@NullMarked
package io.facequality.distill.network;

import org.jspecify.annotations.NullMarked;

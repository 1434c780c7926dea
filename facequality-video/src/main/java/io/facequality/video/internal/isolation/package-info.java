/** Decoding in a process of its own, so that a file that crashes the decoder ends no more than that. */
@NullMarked
package io.facequality.video.internal.isolation;

import org.jspecify.annotations.NullMarked;

/** How pictures flow through the pipeline; nothing here is for users. */
@NullMarked
package io.facequality.pipeline.internal;

import org.jspecify.annotations.NullMarked;

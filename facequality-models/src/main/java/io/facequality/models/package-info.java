/** The embedded default models, read from the class path and checked against their digests. */
@NullMarked
package io.facequality.models;

import org.jspecify.annotations.NullMarked;

/**
 * What several rooms need and no user: threads for the time of one call, files that appear whole, digests. The module
 * exports it to the library's own modules alone; it may change with any version.
 */
@NullMarked
package io.facequality.internal;

import org.jspecify.annotations.NullMarked;

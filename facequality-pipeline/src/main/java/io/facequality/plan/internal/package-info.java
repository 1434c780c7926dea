/** How plans are written, read, shown and applied; nothing here is for users. */
@NullMarked
package io.facequality.plan.internal;

import org.jspecify.annotations.NullMarked;

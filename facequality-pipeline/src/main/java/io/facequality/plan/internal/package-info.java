/** The report of a plan; nothing here is for users. */
@NullMarked
package io.facequality.plan.internal;

import org.jspecify.annotations.NullMarked;

/** What a person decided about a plan: the file of decisions, and the plan as they leave it. */
@NullMarked
package io.facequality.plan.internal.decisions;

import org.jspecify.annotations.NullMarked;

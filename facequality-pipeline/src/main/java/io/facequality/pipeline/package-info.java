/**
 * Files in, plan out.
 *
 * <p>{@link io.facequality.pipeline.FacePipeline} reads pictures, scores their faces and chooses among them; {@link
 * io.facequality.plan.SelectionPlan} is what it chose, as a value that can be written, reviewed, read back and
 * {@linkplain io.facequality.plan.PlanApplication applied}. No picture is ever deleted or overwritten.
 */
@NullMarked
package io.facequality.pipeline;

import org.jspecify.annotations.NullMarked;

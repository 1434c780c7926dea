/**
 * Evaluates folders of pictures, one folder per person.
 *
 * <p>{@link io.facequality.eval.folder.FolderEvaluation} scores and embeds the pictures with {@link
 * io.facequality.eval.folder.EvaluationModels}, measures, and writes a report. It keeps the results of the models, so an
 * interrupted run continues where it stopped.
 */
@NullMarked
package io.facequality.eval.folder;

import org.jspecify.annotations.NullMarked;

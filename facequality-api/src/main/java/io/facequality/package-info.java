/**
 * The nouns and verbs of facequality.
 *
 * <p>Every value here is immutable and safe to share between threads. Every verb is an interface with one method, so
 * that a lambda or a small class can stand in for the implementation that the library ships.
 *
 * <p>Data moves one way: {@link io.facequality.ImageSource} is decoded to a {@link io.facequality.Image}, in which
 * a {@link io.facequality.FaceDetector} finds {@link io.facequality.DetectedFace}s; a {@link
 * io.facequality.FaceAligner} cuts each out as an {@link io.facequality.AlignedFace}, the only thing that a {@link
 * io.facequality.QualityScorer} and an {@link io.facequality.Embedder} take; their results meet in a {@link
 * io.facequality.FaceRecord}; a {@link io.facequality.DuplicateGrouper} puts records into {@link
 * io.facequality.FaceGroup}s, and a {@link io.facequality.DuplicateSelector} turns each group into a {@link
 * io.facequality.Selection}.
 */
@NullMarked
package io.facequality;

import org.jspecify.annotations.NullMarked;

/**
 * Finding the near-duplicates that are to be chosen among. Pure Java, no natives.
 *
 * <p>Two kinds of {@link io.facequality.DuplicateGrouper}: {@link io.facequality.group.PictureGrouper} for pictures
 * that look alike, and {@link io.facequality.group.FaceGrouper} for faces that a network finds alike. Each gives {@link
 * io.facequality.FaceGroup}s with their widest pair, so that a chain of near pairs that joins strangers is
 * seen. {@link io.facequality.group.ThresholdCalibration} says from which similarity on two faces belong together.
 *
 * <p>Inside, algorithms know a face by its ordinal: a search finds the close pairs, a linkage makes clusters of them.
 * Faces are first put into the order of their ids, so that the order in which they come changes nothing. A cosine is
 * computed in one way everywhere, by fused multiply-add in the order of the components in single precision. So it has
 * the same bits on every machine, with any number of threads, with and without vector instructions.
 */
@NullMarked
package io.facequality.group;

import org.jspecify.annotations.NullMarked;

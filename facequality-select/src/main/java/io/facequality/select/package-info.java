/**
 * Choosing which of a person's near-duplicates to keep. Pure Java, no natives.
 *
 * <p>Three things are kept apart: an {@link io.facequality.select.Objective} says how good a choice is, a search looks
 * for the best one, and a {@link io.facequality.select.FaceSelector} puts the two together and explains the outcome.
 * Objectives and searches speak of faces by ordinals only.
 */
@NullMarked
package io.facequality.select;

import org.jspecify.annotations.NullMarked;

package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;

/**
 * What a search found.
 *
 * @param best the best choice
 * @param optimality how good it is known to be
 * @param evaluations how many values were computed
 * @param description which search ran, in words
 */
public record SearchResult(Choice best, Optimality optimality, long evaluations, String description) {}

package io.facequality.group.internal.search;

import java.util.Optional;

/**
 * What a search for some pairs does.
 *
 * @param rule in which cells each vector is; empty if every pair is compared
 * @param recall how much of the sample's true pairs the rule finds
 */
public record SearchPlan(Optional<MarginRule> rule, MeasuredRecall recall) {}

package io.facequality.plan.internal;

import io.facequality.group.People;
import io.facequality.plan.SelectionPlan;

/**
 * The people that were found below a folder, and what is kept of each.
 *
 * @param people the people and the unknown faces, all below the plan's root
 * @param plan a plan whose groups are these people
 */
public record FoundPeople(People people, SelectionPlan plan) {}

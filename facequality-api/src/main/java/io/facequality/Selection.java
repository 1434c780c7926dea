package io.facequality;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a selector chose from a group, with its reasons and what the choice cost.
 *
 * @param group the group's name
 * @param decisions one for each face, in the group's order; at least one is kept
 * @param representative the vector that stands for the kept faces
 * @param objective what was made as small as possible, in words
 * @param objectiveValue its value, lower is better; empty if the group was kept whole and nothing had to be chosen
 * @param optimality how good the choice is known to be
 * @param search which search ran and why it was chosen, in words
 * @param evaluations how many combinations were evaluated
 * @param heldOutError how well the kept faces represent others by cross-validation, where that had a part in the choice
 */
public record Selection(
        String group,
        List<Decision> decisions,
        Representative representative,
        String objective,
        OptionalDouble objectiveValue,
        Optimality optimality,
        String search,
        long evaluations,
        Optional<HeldOutError> heldOutError) {

    /** Copies the list and checks that something is kept. */
    public Selection {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(representative, "representative");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(objectiveValue, "objectiveValue");
        Objects.requireNonNull(optimality, "optimality");
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(heldOutError, "heldOutError");
        decisions = List.copyOf(decisions);
        if (decisions.stream().noneMatch(Decision::kept)) {
            throw InvalidInputException.ofValue("Selection", "at least one kept face in the group " + group, "none");
        }
        if (evaluations < 0) {
            throw InvalidInputException.ofValue("Selection", "a count of at least 0", evaluations);
        }
    }

    /**
     * A selection without cross-validation.
     *
     * @param group the group's name
     * @param decisions one for each face, in the group's order; at least one is kept
     * @param representative the vector that stands for the kept faces
     * @param objective what was made as small as possible, in words
     * @param objectiveValue its value, lower is better; empty if nothing had to be chosen
     * @param optimality how good the choice is known to be
     * @param search which search ran and why it was chosen, in words
     * @param evaluations how many combinations were evaluated
     */
    public Selection(
            String group,
            List<Decision> decisions,
            Representative representative,
            String objective,
            OptionalDouble objectiveValue,
            Optimality optimality,
            String search,
            long evaluations) {
        this(
                group, decisions, representative, objective, objectiveValue, optimality, search, evaluations,
                Optional.empty());
    }

    /**
     * The kept faces.
     *
     * @return at least one, in the group's order
     */
    public List<Decision> kept() {
        return decisions.stream().filter(Decision::kept).toList();
    }

    /**
     * The dropped faces.
     *
     * @return any number, in the group's order
     */
    public List<Decision> dropped() {
        return decisions.stream().filter(decision -> !decision.kept()).toList();
    }
}

package io.facequality.plan.internal.decisions;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What people said of which faces belong together, for a run that groups faces anew. It holds before anything is chosen.
 *
 * @param decisions those of {@link Type#SAME}, {@link Type#DIFFERENT} and {@link Type#SPLIT}, in their order
 */
public record Corrections(List<PersonDecision> decisions) implements UnaryOperator<List<FaceGroup>> {

    private static final Set<Type> OF_GROUPS = Set.of(Type.SAME, Type.DIFFERENT, Type.SPLIT);

    /** Leaves out what says nothing of groups. */
    public Corrections {
        decisions = decisions.stream().filter(decision -> OF_GROUPS.contains(decision.type())).toList();
    }

    /** Reads the corrections beside a plan, which need not be there. */
    public static Corrections beside(Path plan) {
        return new Corrections(DecisionFile.standing(DecisionFile.beside(plan)));
    }

    /** A grouping whose groups these correct. */
    public Grouping of(Grouping grouping) {
        return decisions.isEmpty() ? grouping : new Grouping.Corrected(grouping, this);
    }

    /**
     * A grouping into people that knows who is not the same before it compares any faces, and then joins the groups of
     * who is. Of decisions that contradict each other, the later one counts.
     *
     * @param faces those that will be grouped
     */
    public Grouping ofPeople(List<FaceRecord> faces) {
        return joined(new Grouping.People(Optional.empty(), Constraints.none().withDifferent(different(faces))), faces);
    }

    /** Who is two people, for whoever finds people among these faces. */
    public List<FacePair> different(List<FaceRecord> faces) {
        return KnownPairs.among(faces, decisions).different();
    }

    /** People who were found among these faces with {@link #different} in mind; then the groups of who is one are joined. */
    public Grouping joined(Grouping people, List<FaceRecord> faces) {
        return decisions.isEmpty()
                ? people
                : new Grouping.Corrected(
                        people, new Rest(new Corrections(KnownPairs.among(faces, decisions).decisions()), toString()));
    }

    /** Who is two people stayed apart already; the groups of one person are joined now. */
    private record Rest(Corrections corrections, String words) implements UnaryOperator<List<FaceGroup>> {
        @Override
        public List<FaceGroup> apply(List<FaceGroup> groups) {
            return corrections.apply(groups);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Joins and splits groups.
     *
     * @param groups groups that hold each face once
     * @return groups that hold the same faces, in the order of the first ones; those that came by a split follow theirs
     */
    @Override
    public List<FaceGroup> apply(List<FaceGroup> groups) {
        Regrouping regrouping = new Regrouping(groups);
        decisions.forEach(regrouping::follow);
        return regrouping.groups();
    }

    @Override
    public String toString() {
        return decisions.size() + (decisions.size() == 1 ? " correction by a person" : " corrections by people");
    }

    private static final class Regrouping {

        private final List<Members> groups = new ArrayList<>();
        private final FacesByContent faces;
        private final Map<FaceId, Members> groupOf = new HashMap<>();

        Regrouping(List<FaceGroup> originals) {
            faces = new FacesByContent(
                    originals.stream().flatMap(group -> group.faces().stream()).toList());
            for (FaceGroup original : originals) {
                Members group = new Members(original.name(), Optional.of(original));
                groups.add(group);
                original.faces().forEach(group::add);
            }
        }

        void follow(PersonDecision decision) {
            List<FaceRecord> named = faces.found(decision.faces());
            List<FaceRecord> others = faces.found(decision.others());
            if (named.isEmpty() || others.isEmpty()) {
                return;
            }
            Members group = groupOf(others.get(0));
            switch (decision.type()) {
                case SAME -> join(groupOf(named.get(0)), group);
                case DIFFERENT -> part(group, named.get(0), others.get(0), decision.action());
                case SPLIT -> split(
                        group,
                        named.stream()
                                .filter(face -> groupOf(face) == group && !others.contains(face))
                                .toList(),
                        decision.action());
                default -> throw new IllegalStateException("says nothing of groups: " + decision.type());
            }
        }

        private Members groupOf(FaceRecord face) {
            return Objects.requireNonNull(groupOf.get(face.id()), "every face has a group");
        }

        private void join(Members into, Members from) {
            if (into != from) {
                List.copyOf(from.faces).forEach(face -> move(face, from, into));
                groups.remove(from);
            }
        }

        /** Each face goes with the one of the two that it is more like. */
        private void part(Members group, FaceRecord one, FaceRecord other, int action) {
            if (groupOf(one) == group && one != other) {
                split(
                        group,
                        group.faces.stream()
                                .filter(face -> face == other
                                        || face != one && face.embedding().cosine(other.embedding())
                                                > face.embedding().cosine(one.embedding()))
                                .toList(),
                        action);
            }
        }

        private void split(Members group, List<FaceRecord> leaving, int action) {
            if (!leaving.isEmpty()) {
                Members made = new Members(group.name + "-split-" + action, Optional.empty());
                groups.add(groups.indexOf(group) + 1, made);
                leaving.forEach(face -> move(face, group, made));
            }
        }

        private void move(FaceRecord face, Members from, Members into) {
            from.faces.remove(face);
            from.original = Optional.empty();
            into.original = Optional.empty();
            into.add(face);
        }

        List<FaceGroup> groups() {
            return groups.stream().filter(group -> !group.faces.isEmpty()).map(Members::group).toList();
        }

        private final class Members {

            private final String name;
            private final List<FaceRecord> faces = new ArrayList<>();
            private Optional<FaceGroup> original;

            Members(String name, Optional<FaceGroup> original) {
                this.name = name;
                this.original = original;
            }

            void add(FaceRecord face) {
                faces.add(face);
                groupOf.put(face.id(), this);
            }

            /** One that nobody touched is as it was, with its least similar pair. */
            FaceGroup group() {
                return original.orElseGet(() -> new FaceGroup(
                        name,
                        faces.stream().sorted(Comparator.comparing(FaceRecord::id)).toList()));
            }
        }
    }
}

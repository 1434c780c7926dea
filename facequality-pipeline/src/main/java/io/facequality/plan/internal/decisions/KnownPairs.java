package io.facequality.plan.internal.decisions;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people said of who is one person and who is not, without contradictions: of decisions that contradict each other,
 * the later one counts.
 */
final class KnownPairs {

    private final FacesByContent faces;
    private final Map<FaceId, FaceId> parents = new HashMap<>();
    private final List<Known> known = new ArrayList<>();

    private KnownPairs(List<FaceRecord> faces) {
        this.faces = new FacesByContent(faces);
    }

    /** Two faces, and what was said of them. */
    private record Known(FacePair pair, PersonDecision decision) {

        boolean isSame() {
            return decision.type() == Type.SAME;
        }

        static Known of(FaceRecord face, FaceRecord other, PersonDecision said) {
            return new Known(
                    new FacePair(face.id(), other.id()),
                    new PersonDecision(
                            said.action(), said.type(), List.of(reference(face)), List.of(reference(other)), "", 0,
                            said.time()));
        }

        private static FaceReference reference(FaceRecord face) {
            return new FaceReference(face.pictureSha256(), face.id().face(), face.id().source());
        }
    }

    /** Those of the decisions that are about these faces. */
    static KnownPairs among(List<FaceRecord> faces, List<PersonDecision> decisions) {
        KnownPairs pairs = new KnownPairs(faces);
        for (int i = decisions.size() - 1; i >= 0; i--) {
            pairs.take(decisions.get(i));
        }
        return pairs;
    }

    private void take(PersonDecision decision) {
        List<FaceRecord> others = faces.found(decision.others());
        for (FaceRecord face : faces.found(decision.faces())) {
            if (!others.isEmpty() && !face.equals(others.get(0))) {
                take(Known.of(face, others.get(0), decision));
            }
        }
    }

    private void take(Known said) {
        FaceId first = root(said.pair.first());
        FaceId second = root(said.pair.second());
        boolean isContradicted = said.isSame()
                ? known.stream().anyMatch(pair -> !pair.isSame() && isBetween(pair.pair, first, second))
                : first.equals(second);
        if (!isContradicted) {
            known.add(0, said);
        }
        if (!isContradicted && said.isSame()) {
            parents.put(first, second);
        }
    }

    private boolean isBetween(FacePair apart, FaceId first, FaceId second) {
        FaceId one = root(apart.first());
        FaceId other = root(apart.second());
        return one.equals(first) && other.equals(second) || one.equals(second) && other.equals(first);
    }

    private FaceId root(FaceId face) {
        FaceId root = face;
        for (FaceId parent = parents.get(root); parent != null && !parent.equals(root); parent = parents.get(root)) {
            root = parent;
        }
        return root;
    }

    /** Who must stay apart; of who is one person the groups are joined later, as whole ones. */
    List<FacePair> different() {
        return known.stream().filter(pair -> !pair.isSame()).map(Known::pair).toList();
    }

    /** All of it, in the order in which it was said. */
    List<PersonDecision> decisions() {
        return known.stream().map(Known::decision).toList();
    }
}

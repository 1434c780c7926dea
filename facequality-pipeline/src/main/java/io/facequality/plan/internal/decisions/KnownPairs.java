package io.facequality.plan.internal.decisions;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.PersonConstraints;
import io.facequality.group.PersonConstraints.FacePair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people said of who is one person and who is not, as a grouping into people takes it. It takes no contradiction: of
 * decisions that contradict each other, the later one counts.
 */
final class KnownPairs {

    private final FacesByContent faces;
    private final Map<FaceId, FaceId> parents = new HashMap<>();
    private final List<FacePair> same = new ArrayList<>();
    private final List<FacePair> different = new ArrayList<>();

    private KnownPairs(List<FaceRecord> faces) {
        this.faces = new FacesByContent(faces);
    }

    /** Those of the decisions that are about these faces. */
    static PersonConstraints among(List<FaceRecord> faces, List<PersonDecision> decisions) {
        KnownPairs known = new KnownPairs(faces);
        for (int i = decisions.size() - 1; i >= 0; i--) {
            known.take(decisions.get(i));
        }
        return PersonConstraints.none().withSame(known.same).withDifferent(known.different);
    }

    private void take(PersonDecision decision) {
        List<FaceRecord> others = faces.found(decision.others());
        for (FaceRecord face : faces.found(decision.faces())) {
            if (!others.isEmpty() && !face.equals(others.get(0))) {
                take(decision.type(), new FacePair(face.id(), others.get(0).id()));
            }
        }
    }

    private void take(PersonDecision.Type type, FacePair pair) {
        FaceId first = root(pair.first());
        FaceId second = root(pair.second());
        if (type == PersonDecision.Type.SAME && different.stream().noneMatch(apart -> isBetween(apart, first, second))) {
            same.add(pair);
            parents.put(first, second);
        } else if (type != PersonDecision.Type.SAME && !first.equals(second)) {
            different.add(pair);
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
}

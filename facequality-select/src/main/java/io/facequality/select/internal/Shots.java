package io.facequality.select.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** The shots of a group, each with its best copy and the others. Immutable. */
public final class Shots {

    private static final Comparator<FaceRecord> BEST_FIRST = Comparator.comparingDouble(
                    (FaceRecord face) -> face.quality().value())
            .reversed()
            .thenComparing(FaceRecord::id);

    private final FaceGroup group;
    private final List<Selection> shots;
    private final Map<FaceId, Decision> decisions = new HashMap<>();
    private final Map<FaceId, Integer> copies = new HashMap<>();
    private final DuplicateSelector bestCopy;
    private final Predicate<FaceRecord> isProtected;

    private Shots(
            FaceGroup group, List<Selection> shots, DuplicateSelector bestCopy, Predicate<FaceRecord> isProtected) {
        this.group = group;
        this.shots = shots;
        this.bestCopy = bestCopy;
        this.isProtected = isProtected;
        shots.forEach(shot -> shot.decisions().forEach(decision -> {
            decisions.put(decision.face().id(), decision);
            copies.put(decision.face().id(), shot.decisions().size());
        }));
    }

    public static Shots of(
            FaceGroup group,
            DuplicateGrouper copies,
            DuplicateSelector bestCopy,
            Predicate<FaceRecord> isProtected) {
        List<Selection> shots = copies.group(group.faces()).stream()
                .map(shot -> bestCopy.select(shot, Keep.best(1)))
                .toList();
        return new Shots(group, shots, bestCopy, isProtected);
    }

    FaceGroup group() {
        return group;
    }

    int count() {
        return shots.size();
    }

    /** Whether there is nothing to decide before the choice. */
    public boolean areAllCandidates() {
        return candidates().size() == group.size();
    }

    /** The faces to choose among, in the group's order. */
    List<FaceRecord> candidates() {
        return faces(face -> isBest(face) && !isProtected.test(face));
    }

    /** The faces that are kept in any case, in the group's order. */
    List<FaceRecord> protectedFaces() {
        return faces(isProtected);
    }

    private List<FaceRecord> faces(Predicate<FaceRecord> which) {
        return group.faces().stream().filter(which).toList();
    }

    boolean isProtected(FaceRecord face) {
        return isProtected.test(face);
    }

    boolean isBest(FaceRecord face) {
        return decision(face).kept();
    }

    /** What was decided among the copies of a face's shot. */
    Decision decision(FaceRecord face) {
        return Objects.requireNonNull(decisions.get(face.id()));
    }

    /** How many copies there are of a face's shot, itself among them. */
    int copies(FaceRecord face) {
        return Objects.requireNonNull(copies.get(face.id()));
    }

    /** So many further copies of unprotected shots: first the second copy of each, the best first, then the third ones. */
    List<FaceRecord> furtherCopies(int count) {
        List<FaceRecord> further = new ArrayList<>();
        List<List<FaceRecord>> left = shots.stream()
                .filter(shot -> shot.decisions().stream().map(Decision::face).noneMatch(isProtected))
                .map(shot -> shot.dropped().stream().map(Decision::face).toList())
                .filter(copies -> !copies.isEmpty())
                .toList();
        while (further.size() < count && !left.isEmpty()) {
            List<FaceRecord> next = left.stream().map(this::best).sorted(BEST_FIRST).toList();
            further.addAll(next.subList(0, Math.min(next.size(), count - further.size())));
            left = left.stream()
                    .map(copies -> copies.stream().filter(copy -> !next.contains(copy)).toList())
                    .filter(copies -> !copies.isEmpty())
                    .toList();
        }
        return further;
    }

    private FaceRecord best(List<FaceRecord> copies) {
        Selection selection = bestCopy.select(new FaceGroup(group.name(), copies), Keep.best(1));
        Optional<FaceId> best =
                selection.dropped().stream().map(Decision::copyOf).flatMap(Optional::stream).findFirst();
        return selection.kept().stream()
                .map(Decision::face)
                .filter(face -> best.map(face.id()::equals).orElse(true))
                .findFirst()
                .orElseThrow();
    }

    /** The best copy of the shot that a face is a worse copy of. */
    Optional<FaceId> original(FaceRecord copy) {
        return decision(copy).copyOf();
    }
}

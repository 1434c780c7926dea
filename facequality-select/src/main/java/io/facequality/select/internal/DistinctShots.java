package io.facequality.select.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Chooses among shots, not among copies of them. Before the actual choice, the copies of each shot become one candidate,
 * which is the best of them. A second copy of a shot is kept only where there are fewer shots than faces are wanted. A
 * {@link io.facequality.Selection.Decision} about a worse copy names the {@linkplain io.facequality.Selection.Decision#copyOf best} one.
 *
 * <p>Protected faces are kept in any case, and count among those that are wanted: only what is missing is chosen. A copy
 * of a protected face is no candidate.
 *
 * <p>A group without copies and protected faces is handed to the chooser as it is.
 *
 * <p>Immutable; safe for as many threads as its parts are.
 */
public final class DistinctShots implements DuplicateSelector {

    private final DuplicateGrouper copies;
    private final DuplicateSelector bestCopy;
    private final DuplicateSelector chooser;
    private final Predicate<FaceRecord> isProtected;

    /**
     * Puts the parts together.
     *
     * @param copies puts the copies of each shot of a group together
     * @param bestCopy keeps of the copies of one shot the best, and any other that is a candidate of its own
     * @param chooser chooses among the candidates
     */
    public DistinctShots(DuplicateGrouper copies, DuplicateSelector bestCopy, DuplicateSelector chooser) {
        this(copies, bestCopy, chooser, face -> false);
    }

    private DistinctShots(
            DuplicateGrouper copies,
            DuplicateSelector bestCopy,
            DuplicateSelector chooser,
            Predicate<FaceRecord> isProtected) {
        this.copies = Objects.requireNonNull(copies, "copies");
        this.bestCopy = Objects.requireNonNull(bestCopy, "bestCopy");
        this.chooser = Objects.requireNonNull(chooser, "chooser");
        this.isProtected = isProtected;
    }

    /**
     * The same, with faces that are never dropped.
     *
     * @param faces whether a face is protected; that which keeps the best copy must keep those too
     * @return another selector
     */
    public DistinctShots protecting(Predicate<FaceRecord> faces) {
        return new DistinctShots(copies, bestCopy, chooser, Objects.requireNonNull(faces, "faces"));
    }

    @Override
    public Selection select(FaceGroup group, Keep keep) {
        Shots shots = Shots.of(group, copies, bestCopy, isProtected);
        return shots.areAllCandidates() ? chooser.select(group, keep) : new ShotChoice(shots, chooser, keep).selection();
    }

    /** What had a part in a choice. */
    @Override
    public String toString() {
        return "DistinctShots[copies=" + copies + ", bestCopy=" + bestCopy + ", chooser=" + chooser + "]";
    }
}

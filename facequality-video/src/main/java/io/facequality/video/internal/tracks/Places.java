package io.facequality.video.internal.tracks;

import io.facequality.video.Shot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The candidates for a track's best shots, in memory that does not grow with the track: four for each shot that is
 * wanted. A new face enters if it is distinct of all and there is room, or it is better than the worst; or if it is
 * better than all those that it is not distinct of, which it replaces. Candidates need half the gap only, so that the
 * choice at the end is nearly that among all faces of the track.
 */
final class Places {

    private static final int CANDIDATES_PER_SHOT = 4;

    private final int wanted;
    private final Distinctness distinctness;
    private final Distinctness distinctnessOfCandidates;
    private final List<Shot> candidates = new ArrayList<>();

    Places(int wanted, Distinctness distinctness) {
        this.wanted = wanted;
        this.distinctness = distinctness;
        this.distinctnessOfCandidates = distinctness.halved();
    }

    void offer(Seen seen) {
        List<Shot> alike = candidates.stream().filter(shot -> !distinct(seen, shot)).toList();
        if (alike.stream().anyMatch(shot -> shot.quality() >= seen.quality())) {
            return;
        }
        candidates.removeAll(alike);
        if (candidates.size() < wanted * CANDIDATES_PER_SHOT) {
            candidates.add(seen.shot());
            return;
        }
        Shot worst = candidates.stream().min(Comparator.comparingDouble(Shot::quality)).orElseThrow();
        if (seen.quality() > worst.quality()) {
            candidates.remove(worst);
            candidates.add(seen.shot());
        }
    }

    private boolean distinct(Seen seen, Shot shot) {
        return distinctnessOfCandidates.holds(seen.time(), seen.embedding(), shot.time(), shot.face().embedding());
    }

    /** The best shots in the order of time. */
    List<Shot> best() {
        return BestSubset.of(candidates, wanted, distinctness).stream()
                .sorted(Comparator.comparing(Shot::time))
                .toList();
    }
}

package io.facequality.video.internal.tracks;

import io.facequality.video.Track;
import io.facequality.video.Track.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

/**
 * Follows faces from look to look. A face belongs to the track whose expected place it overlaps most, else to the one
 * that it is most like; otherwise it begins a track. The order of the looks alone decides. Confined.
 */
final class Tracker {

    private static final double LEAST_OVERLAP = 0.3;

    /** Below this cosine an overlapping face is someone else's, as when one person walks in front of another. */
    private static final double LEAST_SIMILARITY_IN_PLACE = 0.15;

    /** A finding that is less likely a face than not continues a track, but begins none. */
    private static final double LEAST_CONFIDENCE_TO_BEGIN = 0.5;

    private final String source;
    private final Settings settings;
    private final ShotStore store;
    private final Consumer<? super Track> ended;
    private final List<OpenTrack> open = new ArrayList<>();
    private int tracks;

    Tracker(String source, Settings settings, ShotStore store, Consumer<? super Track> ended) {
        this.source = source;
        this.settings = settings;
        this.store = store;
        this.ended = ended;
    }

    /** A way to join a track and a face. */
    private record Link(OpenTrack track, Seen seen, int place, double strength) {}

    void look(Duration now, List<Seen> faces) {
        end(End.LOST, track -> now.minus(track.seenAt()).compareTo(settings.lostAfter()) > 0);
        end(End.LIMIT, track -> track.length(now).compareTo(settings.longest()) >= 0);
        Set<Object> taken = new HashSet<>();
        join(faces, taken, LEAST_OVERLAP, (track, seen) ->
                track.similarity(seen) < LEAST_SIMILARITY_IN_PLACE
                        ? 0
                        : track.expected(now).overlap(seen.box()));
        if (!faces.isEmpty()) {
            double alike = settings.foundAgain(faces.get(0).record().embedder());
            join(faces, taken, alike, OpenTrack::similarity);
        }
        for (int place = 0; place < faces.size(); place++) {
            if (!taken.contains(place) && faces.get(place).confidence() >= LEAST_CONFIDENCE_TO_BEGIN) {
                open.add(new OpenTrack(source, ++tracks, faces.get(place), places()));
            }
        }
    }

    private Places places() {
        return new Places(settings.keep(), settings.distinctness());
    }

    /** Joins what is still free, the strongest links first. */
    private void join(
            List<Seen> faces, Set<Object> taken, double least, ToDoubleBiFunction<OpenTrack, Seen> strength) {
        List<Link> links = new ArrayList<>();
        for (OpenTrack track : open) {
            for (int place = 0; place < faces.size(); place++) {
                if (!taken.contains(track) && !taken.contains(place)) {
                    double value = strength.applyAsDouble(track, faces.get(place));
                    if (value >= least) {
                        links.add(new Link(track, faces.get(place), place, value));
                    }
                }
            }
        }
        links.sort(Comparator.comparingDouble(Link::strength)
                .reversed()
                .thenComparingInt(link -> link.track().number())
                .thenComparingInt(Link::place));
        for (Link link : links) {
            if (!taken.contains(link.track()) && !taken.contains(link.place())) {
                taken.add(link.track());
                taken.add(link.place());
                link.track().follow(link.seen());
            }
        }
    }

    /** Whether a face was seen since some time. */
    boolean follows(Duration since) {
        return open.stream().anyMatch(track -> track.seenAt().compareTo(since) >= 0);
    }

    /** Ends all tracks. */
    void end(End why) {
        end(why, track -> true);
    }

    private void end(End why, Predicate<OpenTrack> which) {
        List<OpenTrack> over = open.stream().filter(which).toList();
        open.removeAll(over);
        over.forEach(track -> ended.accept(track.ended(why, store)));
    }
}

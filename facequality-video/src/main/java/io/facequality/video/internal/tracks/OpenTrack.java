package io.facequality.video.internal.tracks;

import io.facequality.DetectedFace.Box;
import io.facequality.Embedding;
import io.facequality.video.Shot;
import io.facequality.video.Track;
import java.time.Duration;
import java.util.List;

/** A face that is being followed. Confined. */
final class OpenTrack {

    /** How much of the newest movement counts; the rest is what was known before. */
    private static final double NEWEST = 0.5;

    private static final double NANOS = 1e9;

    private final String source;
    private final int number;
    private final Places places;
    private final Duration from;
    private final double[] direction;
    private Box box;
    private Duration seenAt;
    private double xSpeed;
    private double ySpeed;
    private long looks = 1;

    OpenTrack(String source, int number, Seen first, Places places) {
        this.source = source;
        this.number = number;
        this.places = places;
        this.from = first.time();
        this.direction = new double[first.embedding().dimension()];
        this.box = first.box();
        this.seenAt = first.time();
        add(first);
    }

    int number() {
        return number;
    }

    Duration seenAt() {
        return seenAt;
    }

    Duration length(Duration now) {
        return now.minus(from);
    }

    void follow(Seen seen) {
        double seconds = seconds(seen.time());
        Box next = seen.box();
        xSpeed += NEWEST * ((next.center().x() - box.center().x()) / seconds - xSpeed);
        ySpeed += NEWEST * ((next.center().y() - box.center().y()) / seconds - ySpeed);
        box = next;
        seenAt = seen.time();
        looks++;
        add(seen);
    }

    private void add(Seen seen) {
        double norm = seen.embedding().norm();
        for (int i = 0; i < direction.length; i++) {
            direction[i] += seen.embedding().get(i) / norm;
        }
        places.offer(seen);
    }

    /** Where the face should be now, if it goes on as it went. */
    Box expected(Duration now) {
        double seconds = seconds(now);
        return new Box(box.left() + xSpeed * seconds, box.top() + ySpeed * seconds, box.width(), box.height());
    }

    private double seconds(Duration now) {
        return now.minus(seenAt).toNanos() / NANOS;
    }

    /** How like the track's faces one is, as a cosine. */
    double similarity(Seen seen) {
        return seen.embedding().cosine(mean());
    }

    private Embedding mean() {
        float[] mean = new float[direction.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (direction[i] / looks);
        }
        return Embedding.copyOf(mean);
    }

    /** What came of it, with its pictures in a store. */
    Track ended(Track.End end, ShotStore store) {
        List<Shot> shots = places.best().stream().map(store::keep).toList();
        return new Track(source, number, from, seenAt, looks, end, shots, mean());
    }
}

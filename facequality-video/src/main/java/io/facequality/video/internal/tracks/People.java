package io.facequality.video.internal.tracks;

import io.facequality.video.Footage.Person;
import io.facequality.video.Shot;
import io.facequality.video.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Joins the tracks of one person, and chooses among their shots. */
public final class People {

    private static final Comparator<Track> BY_TIME = Comparator.comparing(Track::source).thenComparingInt(Track::number);

    private People() {}

    /**
     * Joins tracks.
     *
     * @return the people in the order in which they first appear
     */
    public static List<Person> of(List<Track> tracks, Settings settings) {
        List<List<Track>> groups = joined(tracks, settings);
        List<Person> people = new ArrayList<>(groups.size());
        for (List<Track> group : groups) {
            String name = String.format(Locale.ROOT, "person-%03d", people.size() + 1);
            List<Shot> shots = group.stream().flatMap(track -> track.shots().stream()).toList();
            people.add(new Person(name, group, BestSubset.of(shots, settings.keep(), settings.distinctness())));
        }
        return people;
    }

    /** Average linkage; tracks that are seen at one time are two people's. */
    private static List<List<Track>> joined(List<Track> tracks, Settings settings) {
        List<List<Track>> groups = new ArrayList<>();
        tracks.stream().sorted(BY_TIME).forEach(track -> groups.add(new ArrayList<>(List.of(track))));
        if (tracks.isEmpty()) {
            return groups;
        }
        double least = settings.joined(tracks.get(0).shots().get(0).face().embedder());
        while (joinClosest(groups, least)) {
            // Until none is close enough.
        }
        return groups;
    }

    private static boolean joinClosest(List<List<Track>> groups, double least) {
        double closest = least;
        int first = -1;
        int second = -1;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                double similarity = similarity(groups.get(i), groups.get(j));
                if (similarity > closest || similarity == closest && first < 0) {
                    closest = similarity;
                    first = i;
                    second = j;
                }
            }
        }
        if (first < 0) {
            return false;
        }
        groups.get(first).addAll(groups.remove(second));
        groups.get(first).sort(BY_TIME);
        return true;
    }

    private static double similarity(List<Track> some, List<Track> others) {
        double sum = 0;
        for (Track track : some) {
            for (Track other : others) {
                if (overlap(track, other)) {
                    return -1;
                }
                sum += track.mean().cosine(other.mean());
            }
        }
        return sum / (some.size() * others.size());
    }

    private static boolean overlap(Track track, Track other) {
        return track.source().equals(other.source())
                && track.from().compareTo(other.to()) <= 0 && other.from().compareTo(track.to()) <= 0;
    }
}

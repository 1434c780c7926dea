package io.facequality.video.internal.tracks;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonGrouper;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.video.Footage.Person;
import io.facequality.video.Shot;
import io.facequality.video.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Joins the tracks of one person, and chooses among their shots. The person grouper joins them by all of their shots,
 * where its calibration is for the models; two tracks that are seen at one time are two people's. For other models tracks
 * are joined by a cosine, if there is one.
 */
public final class People {

    private static final Comparator<Track> BY_TIME = Comparator.comparing(Track::source).thenComparingInt(Track::number);

    private People() {}

    /**
     * Joins tracks.
     *
     * @return the people in the order in which they first appear
     */
    public static List<Person> of(List<Track> tracks, Settings settings) {
        List<Track> inOrder = tracks.stream().sorted(BY_TIME).toList();
        List<Person> people = new ArrayList<>();
        for (List<Track> group : joined(inOrder, settings)) {
            String name = String.format(Locale.ROOT, "person-%03d", people.size() + 1);
            List<Shot> shots = group.stream().flatMap(track -> track.shots().stream()).toList();
            people.add(new Person(name, group, BestSubset.of(shots, settings.keep(), settings.distinctness())));
        }
        return people;
    }

    private static List<List<Track>> joined(List<Track> tracks, Settings settings) {
        Optional<PersonCalibration> calibration = tracks.stream().findFirst().flatMap(People::calibration);
        if (calibration.isPresent()) {
            return byShots(tracks, calibration.get());
        }
        return settings.samePerson().isPresent()
                ? byDirection(tracks, settings.samePerson().getAsDouble())
                : tracks.stream().map(List::of).toList();
    }

    private static Optional<PersonCalibration> calibration(Track track) {
        FaceRecord face = face(track);
        try {
            return Optional.of(PersonCalibration.of(face.embedder(), face.quality().model()));
        } catch (InvalidInputException notMeasured) {
            return Optional.empty();
        }
    }

    private static FaceRecord face(Track track) {
        return track.shots().get(0).face();
    }

    private static List<List<Track>> byShots(List<Track> tracks, PersonCalibration calibration) {
        List<FaceRecord> faces = tracks.stream()
                .flatMap(track -> track.shots().stream())
                .map(Shot::face)
                .toList();
        Constraints known = Constraints.none().withSame(sameTrack(tracks)).withDifferent(sameTime(tracks));
        return grouped(
                tracks,
                PersonGrouper.builder(asStrictAsMeasured(calibration, faces.size()))
                        .constraints(known)
                        .build()
                        .group(faces),
                People::face);
    }

    private static List<FacePair> sameTrack(List<Track> tracks) {
        return tracks.stream()
                .flatMap(track -> track.shots().stream()
                        .skip(1)
                        .map(shot -> new FacePair(face(track).id(), shot.face().id())))
                .toList();
    }

    /**
     * The calibration with the threshold that was measured, however few faces there are. Among fewer faces chance finds
     * fewer that look alike, so less evidence would do; but the faces of one video share camera and light, and somebody who
     * is joined to another may get no shot, while a person in two pieces only gets more.
     */
    private static PersonCalibration asStrictAsMeasured(PersonCalibration calibration, int faces) {
        Joining measured = calibration.joining();
        return new PersonCalibration(
                calibration.space(), calibration.recognition(),
                new Joining(measured.independence(), measured.threshold(), Math.min(measured.faces(), faces)),
                calibration.origin());
    }

    private static List<FacePair> sameTime(List<Track> tracks) {
        List<FacePair> pairs = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            for (Track other : tracks.subList(0, i)) {
                if (overlap(tracks.get(i), other)) {
                    pairs.add(new FacePair(face(other).id(), face(tracks.get(i)).id()));
                }
            }
        }
        return pairs;
    }

    private static boolean overlap(Track track, Track other) {
        return track.source().equals(other.source())
                && track.from().compareTo(other.to()) <= 0 && other.from().compareTo(track.to()) <= 0;
    }

    /** Complete links of the tracks' mean directions; of tracks that are seen at one time the first stays in its group. */
    private static List<List<Track>> byDirection(List<Track> tracks, double cosine) {
        List<FaceRecord> means = tracks.stream()
                .map(track -> new FaceRecord(
                        face(track).id(), face(track).pictureSha256(), face(track).detection(), face(track).quality(),
                        track.mean(), face(track).embedder()))
                .toList();
        List<List<Track>> groups = new ArrayList<>();
        for (List<Track> group : grouped(tracks, FaceGrouper.builder(cosine).build().group(means), People::face)) {
            List<Track> apart = new ArrayList<>();
            for (Track track : group) {
                if (apart.stream().anyMatch(other -> overlap(track, other))) {
                    groups.add(List.of(track));
                } else {
                    apart.add(track);
                }
            }
            groups.add(apart);
        }
        groups.sort(Comparator.comparing(group -> group.get(0), BY_TIME));
        return groups;
    }

    /** The tracks as the faces that stand for them are grouped, in their order. */
    private static List<List<Track>> grouped(
            List<Track> tracks, List<FaceGroup> groups, Function<Track, FaceRecord> standIn) {
        Map<FaceId, List<Track>> byFace = new HashMap<>();
        for (FaceGroup group : groups) {
            List<Track> together = new ArrayList<>();
            group.faces().forEach(face -> byFace.put(face.id(), together));
        }
        tracks.forEach(track -> Objects.requireNonNull(byFace.get(standIn.apply(track).id())).add(track));
        return tracks.stream()
                .map(track -> byFace.get(standIn.apply(track).id()))
                .distinct()
                .toList();
    }
}

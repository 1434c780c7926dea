package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.internal.people.FoundGroups;
import io.facequality.group.internal.people.PeopleFinder;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the people among faces that nobody sorted: each group holds one person's faces.
 *
 * <p><b>Method.</b> Agglomeration by likelihood: the two clusters are joined that most likely are one person's, again and
 * again, while that is likelier than the {@linkplain PersonCalibration calibrated} threshold. How likely it is depends
 * on the average cosine of their faces, each weighted by its quality, and on how many there are. Two bad faces of one
 * person look less alike than good faces of two people, so a face that could not find another of its quality takes no
 * part; in the end it is put to the person that it most likely belongs to, or stays unknown.
 *
 * <p>Two faces of one picture are two people's, and equal files show equal people, unless {@link Constraints} say
 * otherwise, which hold exactly.
 *
 * <p>Cost: up to 20,000 faces every pair is compared; for more, each face is a candidate for the clusters of its 64
 * nearest alone. Immutable and safe for several
 * threads; the order of the faces and the number of threads change nothing.
 */
public final class PersonGrouper implements DuplicateGrouper {

    private final Builder settings;

    private PersonGrouper(Builder settings) {
        this.settings = settings;
    }

    /**
     * The settings to start from: no constraints, a face is attached from a probability of 0.5 on, one thread.
     *
     * @param calibration for the models that made the faces
     * @return immutable settings
     */
    public static Builder builder(PersonCalibration calibration) {
        return new Builder(calibration, Constraints.none(), 0.5, 1);
    }

    /**
     * Finds people.
     *
     * @param faces the faces, each once; none is allowed
     * @return the people, and the faces that nobody was found for; together they hold every face once
     * @throws InvalidInputException if a face comes twice, embeddings or qualities are of other models than the
     *     calibration's, or the constraints contradict each other
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    public People people(List<FaceRecord> faces) {
        return new PeopleFinder(settings.calibration, settings.constraints, settings.least, new Workers(settings.threads))
                .people(faces);
    }

    /**
     * Finds people; a face that nobody was found for is a group by itself, named {@code unknown-0001} and so on.
     *
     * @param faces as for {@link #people}
     * @return groups that hold every face once
     */
    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        return FoundGroups.of(people(faces), new Workers(settings.threads));
    }

    @Override
    public String toString() {
        PersonCalibration.Joining joining = settings.calibration.joining();
        return "people, joined from a log likelihood ratio of " + joining.threshold() + " among " + joining.faces()
                + " faces, bad faces attached from a probability of " + settings.least + "; calibrated on "
                + settings.calibration.origin().provenance();
    }

    /**
     * What is known of people before their faces are compared. Names and pairs are kept to exactly; earlier names are given
     * again wherever they can. Faces that are not among those to be grouped are passed over. Immutable.
     *
     * @param names whose face it is, for faces that are labeled: faces of one name are one person's, of two names two
     *     people's
     * @param same pairs of faces of one person
     * @param different pairs of faces of two people
     * @param earlier the name that a face's person had before, so that people keep their names when faces are added
     */
    public record Constraints(
            SortedMap<FaceId, String> names,
            List<FacePair> same,
            List<FacePair> different,
            SortedMap<FaceId, String> earlier) {

        private static final Constraints NONE =
                new Constraints(new TreeMap<>(), List.of(), List.of(), new TreeMap<>());

        /**
         * Two faces.
         *
         * @param first one face
         * @param second another
         */
        public record FacePair(FaceId first, FaceId second) {

            /** Checks that there are two. */
            public FacePair {
                Objects.requireNonNull(first, "first");
                if (first.equals(second)) {
                    throw InvalidInputException.ofValue("FacePair", "two faces", first + " twice");
                }
            }
        }

        /** Copies the collections. */
        public Constraints {
            names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
            same = List.copyOf(same);
            different = List.copyOf(different);
            earlier = Collections.unmodifiableSortedMap(new TreeMap<>(earlier));
        }

        /**
         * Nothing known.
         *
         * @return no constraints
         */
        public static Constraints none() {
            return NONE;
        }

        /**
         * The same with more labels.
         *
         * @param labels whose face it is; replaces what was known of these faces
         * @return other constraints
         */
        public Constraints withNames(Map<FaceId, String> labels) {
            return new Constraints(merged(names, labels), same, different, earlier);
        }

        /**
         * The same with more pairs of one person.
         *
         * @param pairs two faces of one person each
         * @return other constraints
         */
        public Constraints withSame(List<FacePair> pairs) {
            return new Constraints(names, joined(same, pairs), different, earlier);
        }

        /**
         * The same with more pairs of two people.
         *
         * @param pairs faces of two people each
         * @return other constraints
         */
        public Constraints withDifferent(List<FacePair> pairs) {
            return new Constraints(names, same, joined(different, pairs), earlier);
        }

        /**
         * The same with more names that were given before.
         *
         * @param people the name of each face's person; replaces what was known of these faces
         * @return other constraints
         */
        public Constraints withEarlier(Map<FaceId, String> people) {
            return new Constraints(names, same, different, merged(earlier, people));
        }

        private static SortedMap<FaceId, String> merged(Map<FaceId, String> some, Map<FaceId, String> more) {
            SortedMap<FaceId, String> all = new TreeMap<>(some);
            all.putAll(more);
            return all;
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            List<T> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }
    }

    /** The settings of a {@link PersonGrouper}; immutable, each method gives changed ones. */
    public static final class Builder {

        private final PersonCalibration calibration;
        private final Constraints constraints;
        private final double least;
        private final int threads;

        private Builder(PersonCalibration calibration, Constraints constraints, double least, int threads) {
            this.calibration = calibration;
            this.constraints = constraints;
            this.least = least;
            this.threads = threads;
        }

        /**
         * What is known of the people.
         *
         * @param known names, pairs, and earlier names
         * @return changed settings
         */
        public Builder constraints(Constraints known) {
            return new Builder(calibration, known, least, threads);
        }

        /**
         * From which probability on a bad face is put to a person; below it stays unknown.
         *
         * @param probability from 0 to 1
         * @return changed settings
         * @throws InvalidInputException if it is out of its range
         */
        public Builder leastProbability(double probability) {
            if (!(probability >= 0 && probability <= 1)) {
                throw InvalidInputException.ofValue("PersonGrouper", "a probability from 0 to 1", probability);
            }
            return new Builder(calibration, constraints, probability, threads);
        }

        /**
         * How many threads compare faces.
         *
         * @param count at least 1; the people are the same for any number
         * @return changed settings
         */
        public Builder threads(int count) {
            return new Builder(calibration, constraints, least, new Workers(count).threads());
        }

        /**
         * Makes the grouper.
         *
         * @return the grouper
         */
        public PersonGrouper build() {
            return new PersonGrouper(this);
        }
    }
}

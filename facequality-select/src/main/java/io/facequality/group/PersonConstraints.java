package io.facequality.group;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

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
public record PersonConstraints(
        SortedMap<FaceId, String> names,
        List<FacePair> same,
        List<FacePair> different,
        SortedMap<FaceId, String> earlier) {

    private static final PersonConstraints NONE =
            new PersonConstraints(new TreeMap<>(), List.of(), List.of(), new TreeMap<>());

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
    public PersonConstraints {
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
    public static PersonConstraints none() {
        return NONE;
    }

    /**
     * The same with more labels.
     *
     * @param labels whose face it is; replaces what was known of these faces
     * @return other constraints
     */
    public PersonConstraints withNames(Map<FaceId, String> labels) {
        return new PersonConstraints(merged(names, labels), same, different, earlier);
    }

    /**
     * The same with more pairs of one person.
     *
     * @param pairs two faces of one person each
     * @return other constraints
     */
    public PersonConstraints withSame(List<FacePair> pairs) {
        return new PersonConstraints(names, joined(same, pairs), different, earlier);
    }

    /**
     * The same with more pairs of two people.
     *
     * @param pairs faces of two people each
     * @return other constraints
     */
    public PersonConstraints withDifferent(List<FacePair> pairs) {
        return new PersonConstraints(names, same, joined(different, pairs), earlier);
    }

    /**
     * The same with more names that were given before.
     *
     * @param people the name of each face's person; replaces what was known of these faces
     * @return other constraints
     */
    public PersonConstraints withEarlier(Map<FaceId, String> people) {
        return new PersonConstraints(names, same, different, merged(earlier, people));
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

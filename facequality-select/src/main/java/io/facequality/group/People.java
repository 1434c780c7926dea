package io.facequality.group;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The people that a {@link PersonGrouper} found among faces.
 *
 * @param persons the people, in the order of their first faces
 * @param unknown faces that are too bad to tell whose they are, in the order of their ids
 */
public record People(List<Person> persons, List<Unknown> unknown) {

    /** Copies the lists. */
    public People {
        persons = List.copyOf(persons);
        unknown = List.copyOf(unknown);
    }

    /**
     * What was found of some of the faces; people without any of these are left out.
     *
     * @param some faces
     * @return the people with these faces alone
     */
    public People among(List<FaceRecord> some) {
        Set<FaceId> ids = some.stream().map(FaceRecord::id).collect(Collectors.toSet());
        return new People(
                persons.stream()
                        .map(person -> person.with(person.faces.stream()
                                .filter(member -> ids.contains(member.face.id()))
                                .toList()))
                        .filter(person -> !person.faces.isEmpty())
                        .sorted(Comparator.comparing(person -> person.faces.get(0).face.id()))
                        .toList(),
                unknown.stream().filter(face -> ids.contains(face.face.id())).toList());
    }

    /**
     * One person.
     *
     * @param name the person's name: the caller's own, or {@code person-0001} and so on, which stays when faces are added
     * @param faces the person's faces, in the order of their ids
     * @param nearest who else this may be; empty where nobody is alike at all
     */
    public record Person(String name, List<Member> faces, Optional<Alike> nearest) {

        /** Copies the list. */
        public Person {
            Objects.requireNonNull(name, "name");
            faces = List.copyOf(faces);
            Objects.requireNonNull(nearest, "nearest");
        }

        private Person with(List<Member> others) {
            return new Person(name, others, nearest);
        }

        /**
         * How sure it is that these are all one person's faces, and nobody else is this person.
         *
         * @return the smallest probability of a face, or that of not being the nearest person if that is smaller
         */
        public double certainty() {
            double faintest = faces.stream().mapToDouble(Member::probability).min().orElse(1);
            return Math.min(faintest, 1 - nearest.map(Alike::probability).orElse(0.0));
        }
    }

    /** How a face came to its person. */
    public enum Reason {
        /** The caller said so. */
        SAID,
        /** It is alike, and good enough to tell. */
        ALIKE,
        /** It is too bad to be compared with other bad ones, and was put to the person that it is most likely of. */
        ATTACHED,
        /** Its file equals that of another face of the person. */
        COPY
    }

    /**
     * A person's face.
     *
     * @param face the face
     * @param probability how likely it is this person's, from 0 to 1, as against anybody else's
     * @param reason how it came to its person
     */
    public record Member(FaceRecord face, double probability, Reason reason) {

        /** Checks the range. */
        public Member {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(reason, "reason");
            requireProbability(probability);
        }
    }

    /**
     * A face that nobody was found for.
     *
     * @param face the face
     * @param nearest whose it most likely is; empty where nobody is alike at all
     */
    public record Unknown(FaceRecord face, Optional<Alike> nearest) {

        /** Checks that nothing is missing. */
        public Unknown {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(nearest, "nearest");
        }
    }

    /**
     * Who somebody may be.
     *
     * @param person a person's name
     * @param probability how likely that is, from 0 to 1
     */
    public record Alike(String person, double probability) {

        /** Checks the range. */
        public Alike {
            Objects.requireNonNull(person, "person");
            requireProbability(probability);
        }
    }

    private static void requireProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw InvalidInputException.ofValue("People", "a probability from 0 to 1", probability);
        }
    }
}

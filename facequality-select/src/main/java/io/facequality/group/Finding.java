package io.facequality.group;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Locale;
import java.util.Objects;

/** Something about labels that a person should look at; nothing is done about it. */
public sealed interface Finding {

    /**
     * The face to look at.
     *
     * @return the first face, where there are two
     */
    FaceId face();

    /**
     * What was found, in words.
     *
     * @return one sentence
     */
    String message();

    /**
     * A face that is nearer to another person's representative than to its own person's.
     *
     * @param face the face
     * @param person whose it is said to be
     * @param similarity its cosine to the mean of that person's other faces, from -1 to 1
     * @param other the person who is nearest
     * @param similarityToOther its cosine to the mean of that person's faces, above the former
     */
    record NearerToAnotherPerson(
            FaceId face, String person, double similarity, String other, double similarityToOther)
            implements Finding {

        /** Checks the order of the similarities. */
        public NearerToAnotherPerson {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(person, "person");
            Objects.requireNonNull(other, "other");
            if (!(similarityToOther > similarity)) {
                throw InvalidInputException.ofValue(
                        "Finding", "another person who is nearer than " + similarity, "one at " + similarityToOther);
            }
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT,
                    "%s of %s is nearer to %s (cosine %.3f) than to the other faces of %s (%.3f)",
                    face.source(),
                    person,
                    other,
                    similarityToOther,
                    person,
                    similarity);
        }
    }

    /**
     * The same picture under two people.
     *
     * @param face a face of one person
     * @param person that person
     * @param otherFace a face of the other person, after the first in the order of ids
     * @param other that person
     * @param differingBits in how many bits their perceptual hashes differ; 0 for equal files
     * @param equalFiles whether the pictures are equal byte for byte
     */
    record SamePictureUnderTwoPeople(
            FaceId face, String person, FaceId otherFace, String other, int differingBits, boolean equalFiles)
            implements Finding {

        /** Checks that there are two people. */
        public SamePictureUnderTwoPeople {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(otherFace, "otherFace");
            if (person.equals(other)) {
                throw InvalidInputException.ofValue("Finding", "two people", person + " twice");
            }
        }

        @Override
        public String message() {
            return String.format(
                    Locale.ROOT,
                    "%s of %s and %s of %s are %s",
                    face.source(),
                    person,
                    otherFace.source(),
                    other,
                    equalFiles ? "the same file" : "the same picture but for " + differingBits + " bits of its hash");
        }
    }
}

package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.PersonCalibration;
import io.facequality.group.internal.search.Cosine;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Faces by their ordinals, each with what it adds to the knowledge of its person. Immutable. */
final class WeightedFaces {

    private final List<FaceRecord> faces;
    private final PersonCalibration calibration;
    private final float[] center;

    WeightedFaces(List<FaceRecord> faces, PersonCalibration calibration) {
        this.faces = faces;
        this.calibration = calibration;
        this.center = calibration.space().center().toArray();
        if (!faces.isEmpty() && faces.get(0).embedding().dimension() != center.length) {
            throw InvalidInputException.ofValue(
                    "PersonCalibration",
                    "embeddings of " + center.length + " components",
                    faces.get(0).embedding().dimension());
        }
    }

    int size() {
        return faces.size();
    }

    /** A new array: the face's direction times its weight. */
    float[] vector(int ordinal) {
        float[] vector = direction(ordinal);
        float weight = (float) Evidence.weight(recognizability(ordinal));
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= weight;
        }
        return vector;
    }

    double precision(int ordinal) {
        return Evidence.precision(recognizability(ordinal));
    }

    double recognizability(int ordinal) {
        return calibration.recognizability(faces.get(ordinal).quality().value());
    }

    /** The directions of all faces, each made when it is asked for. */
    List<Embedding> directions() {
        return new Directions();
    }

    private float[] direction(int ordinal) {
        return centered(faces.get(ordinal).embedding(), center);
    }

    /** A unit vector, from the center on; as it was if nothing is left. */
    static float[] centered(Embedding embedding, float[] center) {
        float[] unit = Cosine.unit(embedding);
        float[] centered = new float[unit.length];
        for (int d = 0; d < unit.length; d++) {
            centered[d] = unit[d] - center[d];
        }
        Embedding direction = Embedding.copyOf(centered);
        return direction.isUsable() ? Cosine.unit(direction) : unit;
    }

    private final class Directions extends AbstractList<Embedding> implements RandomAccess {

        @Override
        public Embedding get(int ordinal) {
            return Embedding.copyOf(direction(ordinal));
        }

        @Override
        public int size() {
            return faces.size();
        }
    }
}

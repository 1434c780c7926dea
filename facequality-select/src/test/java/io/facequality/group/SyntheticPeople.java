package io.facequality.group;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Faces as a calibration takes them to be: what of a face is not its person is noise. The same seed makes the same. */
public final class SyntheticPeople {

    static final int DIMENSION = 64;

    static final ModelId EMBEDDER = ModelId.ofCode("synthetic embedder", "1");
    static final ModelId SCORER = ModelId.ofCode("synthetic scorer", "1");

    /** A face of quality 0.5 shows 62 % of its person, one of 0 shows 5 %. */
    static final PersonCalibration CALIBRATION = new PersonCalibration(
            new FaceSpace(Embedding.copyOf(new float[DIMENSION]), DIMENSION),
            new Recognition(-3, 7),
            new Joining(1, 3, 100),
            new Origin(EMBEDDER, SCORER, "made up"));

    private final Random random;
    private final double worst;
    private final List<FaceRecord> faces = new ArrayList<>();
    private final Map<FaceId, Integer> persons = new TreeMap<>();

    private SyntheticPeople(long seed, double worst) {
        this.random = new Random(seed);
        this.worst = worst;
    }

    /** People with some faces each, of qualities from the worst to 1; a third of the pictures shows two people. */
    static SyntheticPeople of(int people, int facesEach, double worst, long seed) {
        SyntheticPeople made = new SyntheticPeople(seed, worst);
        List<float[]> directions = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            directions.add(made.direction());
        }
        for (int person = 0; person < people; person++) {
            for (int face = 0; face < facesEach; face++) {
                String picture = "p" + seed + "-" + person + "-" + face + ".jpg";
                made.add(picture, 0, person, directions.get(person));
                if (made.random.nextInt(3) == 0) {
                    int other = (person + 1 + made.random.nextInt(people - 1)) % people;
                    made.add(picture, 1, other, directions.get(other));
                }
            }
        }
        return made;
    }

    private float[] direction() {
        float[] values = new float[DIMENSION];
        double square = 0;
        for (int d = 0; d < DIMENSION; d++) {
            values[d] = (float) random.nextGaussian();
            square += values[d] * values[d];
        }
        for (int d = 0; d < DIMENSION; d++) {
            values[d] /= (float) Math.sqrt(square);
        }
        return values;
    }

    private void add(String picture, int ordinal, int person, float[] direction) {
        double quality = worst + (1 - worst) * random.nextDouble();
        double r = CALIBRATION.recognizability(quality);
        float[] noise = direction();
        float[] values = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            values[d] = (float) (r * direction[d] + Math.sqrt(1 - r * r) * noise[d]);
        }
        FaceId id = new FaceId(picture, ordinal);
        faces.add(new FaceRecord(
                id, "digest of " + picture, Optional.empty(), new QualityScore(quality, SCORER),
                Embedding.copyOf(values), EMBEDDER));
        persons.put(id, person);
    }

    List<FaceRecord> faces() {
        return List.copyOf(faces);
    }

    int person(FaceId face) {
        return persons.get(face);
    }

    List<FaceGroup> people() {
        Map<Integer, List<FaceRecord>> people = new TreeMap<>();
        faces.forEach(face -> people.computeIfAbsent(person(face.id()), person -> new ArrayList<>()).add(face));
        return people.entrySet().stream()
                .map(person -> new FaceGroup("%04d".formatted(person.getKey()), person.getValue()))
                .toList();
    }

    static FaceRecord copyOf(FaceRecord face, String picture) {
        return new FaceRecord(
                new FaceId(picture, face.id().face()), face.pictureSha256(), face.detection(), face.quality(),
                face.embedding(), face.embedder());
    }

    static FaceRecord withQuality(FaceRecord face, double quality) {
        return new FaceRecord(
                face.id(), face.pictureSha256(), face.detection(), new QualityScore(quality, SCORER),
                face.embedding(), face.embedder());
    }
}

package io.facequality.images.internal.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetectionFormatTest {

    private static final int CELLS = 6;
    private static final int COLUMNS = 3;
    private static final int CELL = 4;

    @Test
    void readsMapsOfEmbeddedDetector() {
        float[] scores = new float[CELLS];
        scores[CELL] = 0.75f;
        float[] faces = new float[13 * CELLS];
        float[] values = {0.25f, -0.5f, (float) Math.log(2), -0.5f, -0.5f, 0.5f, -0.5f, 0, 0, -0.25f, 0.5f, 0.25f, 0.5f};
        for (int channel = 0; channel < values.length; channel++) {
            faces[channel * CELLS + CELL] = values[channel];
        }
        List<Proposal> found = new ArrayList<>();
        new AnyAngleFormat().read(Map.of("score", scores, "face", faces), 16, COLUMNS, 0.5, found);
        assertThat(found).hasSize(1);
        Proposal face = found.get(0);
        assertThat(face.score()).isEqualTo(0.75);
        assertThat(face.center()).isEqualTo(new Point((1 + 0.5 + 0.25) * 16, (1 + 0.5 - 0.5) * 16));
        assertThat(face.size()).isCloseTo(32, within(1e-4));
        assertThat(face.landmarks().rightEye().x()).isCloseTo(28 - 16, within(1e-4));
        assertThat(face.landmarks().leftMouthCorner().y()).isCloseTo(16 + 16, within(1e-4));
    }

    @Test
    void readsMapsOfYuNet() {
        float[] classes = new float[CELLS];
        float[] objects = new float[CELLS];
        classes[CELL] = 0.9f;
        objects[CELL] = 0.4f;
        float[] boxes = new float[4 * CELLS];
        boxes[4 * CELL] = 0.5f;
        boxes[4 * CELL + 1] = -0.25f;
        boxes[4 * CELL + 3] = (float) Math.log(3);
        float[] points = new float[10 * CELLS];
        points[10 * CELL] = 1.5f;
        points[10 * CELL + 1] = 2;
        List<Proposal> found = new ArrayList<>();
        new YuNetFormat().read(
                Map.of("cls", classes, "obj", objects, "bbox", boxes, "kps", points), 8, COLUMNS, 0.5, found);
        assertThat(found).hasSize(1);
        Proposal face = found.get(0);
        assertThat(face.score()).isCloseTo(0.6, within(1e-6));
        assertThat(face.center()).isEqualTo(new Point(1.5 * 8, 0.75 * 8));
        assertThat(face.size()).isCloseTo(0.8 * 3 * 8, within(1e-4));
        assertThat(face.landmarks().rightEye()).isEqualTo(new Point((1 + 1.5) * 8, (1 + 2) * 8));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        float[] scores = new float[CELLS];
        scores[0] = Float.NaN;
        scores[1] = 1;
        float[] faces = new float[13 * CELLS];
        faces[2 * CELLS + 1] = Float.NaN;
        List<Proposal> found = new ArrayList<>();
        new AnyAngleFormat().read(Map.of("score", scores, "face", faces), 8, COLUMNS, 0.5, found);
        assertThat(found).isEmpty();
    }
}

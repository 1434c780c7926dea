package io.facequality.distill.training;

import io.facequality.AlignedFace;
import java.util.List;

/** The faces of a training and what there is to know of each, in one order. */
interface Lesson {

    /** q of each face, by which some are set aside to validate on; NaN for a face that has none. */
    double[] labels();

    /** What a student is shown of some faces in one epoch, which is the same whenever it is asked for. */
    Examples examples(int[] faces, int epoch);

    /** What some faces are validated on, which is the same in every epoch. */
    Examples validation(int[] faces);

    /** Pictures, and what a student should say of them; one entry a picture. */
    final class Examples {

        private final List<AlignedFace> pictures;
        private final float[][] teacher;
        private final float[][] centres;
        private final double[] labels;
        private final float[][] maps;

        Examples(
                List<AlignedFace> pictures, float[][] teacher, float[][] centres, double[] labels, float[][] maps) {
            this.pictures = List.copyOf(pictures);
            this.teacher = teacher;
            this.centres = centres;
            this.labels = labels;
            this.maps = maps;
        }

        /** Where there are no hints. */
        Examples(List<AlignedFace> pictures, float[][] teacher, float[][] centres, double[] labels) {
            this(pictures, teacher, centres, labels, new float[pictures.size()][0]);
        }

        List<AlignedFace> pictures() {
            return pictures;
        }

        /** The teacher's feature maps of the pictures; empty ones if it shows none. */
        float[][] maps() {
            return maps;
        }

        /** Together with what a student says of the pictures. */
        DistillationLoss.Batch with(float[][] features, float[] scores) {
            return new DistillationLoss.Batch(features, scores, teacher, centres, labels);
        }
    }
}

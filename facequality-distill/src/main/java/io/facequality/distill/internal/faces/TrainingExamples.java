package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.distill.internal.loss.DistillationLoss;
import java.util.Collections;
import java.util.List;

/** The faces that a student learns from, in one order, and what it is to learn about each. */
public interface TrainingExamples {

    /** q of each face, by which some are set aside for validation; NaN for a face that has none. */
    double[] labels();

    /** What a student sees of some faces in one epoch, the same whenever it is asked for. */
    Batch batch(int[] faces, int epoch);

    /** What some faces are validated on, the same in every epoch. */
    Batch validation(int[] faces);

    /** Images, and what a student should give for them; one entry per image. */
    final class Batch {

        private final List<AlignedFace> images;
        private final float[][] teacher;
        private final float[][] centers;
        private final double[] labels;
        private final List<List<float[]>> maps;

        /**
         * Puts a batch together.
         *
         * @param teacher the teacher's embeddings
         * @param centers the centers of the faces' people
         * @param labels q of the images; NaN for one that has none
         * @param maps the teacher's feature maps of each image; none if there are no hints
         */
        Batch(List<AlignedFace> images, float[][] teacher, float[][] centers, double[] labels, List<List<float[]>> maps) {
            this.images = List.copyOf(images);
            this.teacher = teacher;
            this.centers = centers;
            this.labels = labels;
            this.maps = List.copyOf(maps);
        }

        /** Without hints. */
        public Batch(List<AlignedFace> images, float[][] teacher, float[][] centers, double[] labels) {
            this(images, teacher, centers, labels, Collections.nCopies(images.size(), List.of()));
        }

        public List<AlignedFace> images() {
            return images;
        }

        /**
         * One of the teacher's feature maps, of the first images.
         *
         * @param map its number among the hints
         */
        public float[][] maps(int map, int images) {
            return maps.stream().limit(images).map(ofImage -> ofImage.get(map)).toArray(float[][]::new);
        }

        /** Together with what a student gives for the images. */
        public DistillationLoss.Batch with(float[][] features, float[] scores) {
            return new DistillationLoss.Batch(features, scores, teacher, centers, labels);
        }
    }
}

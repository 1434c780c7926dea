package io.facequality.distill.training;

import io.facequality.FaceImage;
import io.facequality.distill.labels.LabelledPicture;
import io.facequality.opencv.PictureEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A folder of drawn people, a few pictures each, whose score falls as they get noisier. */
final class TinyFaces {

    static final int PEOPLE = 2;
    static final int PICTURES = 8;

    private static final int SIDE = 112;

    private TinyFaces() {}

    static List<LabelledPicture> draw(Path root) throws IOException {
        List<LabelledPicture> labels = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            Files.createDirectories(root.resolve("p" + person));
            for (int picture = 0; picture < PICTURES; picture++) {
                String path = "p" + person + "/" + picture + ".png";
                Files.write(root.resolve(path), PictureEncoder.png(face(person, picture)));
                labels.add(new LabelledPicture(path, "p" + person, 1 - 0.1 * picture));
            }
        }
        return labels;
    }

    private static FaceImage face(int person, int picture) {
        Random random = new Random(100L * person + picture);
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            double shape = 110 + 70 * Math.sin(x * (person + 2) * 0.05) * Math.cos(y * 0.06 + i % 3);
            double noisy = shape + random.nextGaussian() * 12 * picture;
            rgb[i] = (byte) Math.max(0, Math.min(255, noisy));
        }
        return FaceImage.copyOf(SIDE, SIDE, rgb);
    }
}

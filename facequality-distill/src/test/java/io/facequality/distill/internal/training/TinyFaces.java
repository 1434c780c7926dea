package io.facequality.distill.internal.training;

import io.facequality.Image;
import io.facequality.distill.LabeledImage;
import io.facequality.images.internal.PictureEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A folder of drawn people, a few images each, whose score falls as they get noisier. */
public final class TinyFaces {

    static final int PEOPLE = 2;
    static final int IMAGES = 8;

    private static final int SIDE = 112;

    private TinyFaces() {}

    public static List<LabeledImage> draw(Path root) throws IOException {
        List<LabeledImage> labels = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            Files.createDirectories(root.resolve("p" + person));
            for (int image = 0; image < IMAGES; image++) {
                String path = "p" + person + "/" + image + ".png";
                Files.write(root.resolve(path), PictureEncoder.png(face(person, image)));
                labels.add(new LabeledImage(path, "p" + person, 1 - 0.1 * image));
            }
        }
        return labels;
    }

    private static Image face(int person, int image) {
        Random random = new Random(100L * person + image);
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            double shape = 110 + 70 * Math.sin(x * (person + 2) * 0.05) * Math.cos(y * 0.06 + i % 3);
            double noisy = shape + random.nextGaussian() * 12 * image;
            rgb[i] = (byte) Math.max(0, Math.min(255, noisy));
        }
        return Image.copyOf(SIDE, SIDE, rgb);
    }
}

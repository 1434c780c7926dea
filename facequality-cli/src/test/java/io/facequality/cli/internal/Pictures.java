package io.facequality.cli.internal;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Small pictures for commands that take them as they are, and looks at what the commands made. */
public final class Pictures {

    private Pictures() {}

    /** Writes a PNG of 112 x 112 pixels of noise; the same seed gives the same pixels. */
    public static Path write(Path file, long seed) {
        BufferedImage image = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Writes people with so many pictures each: {@code person-0/picture-0.png} and so on. */
    public static Path people(Path root, int people, int pictures) {
        for (int person = 0; person < people; person++) {
            for (int picture = 0; picture < pictures; picture++) {
                write(root.resolve("person-" + person + "/picture-" + picture + ".png"), 100L * person + picture);
            }
        }
        return root;
    }

    /** The files below a folder, as paths from there, in order. */
    public static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.facequality.cli.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Two photographs of one person and near-duplicates of them. The photographs are those of OpenIMAJ's test resources
 * (BSD license), which the command line depends on.
 */
final class DemoPictures {

    private static final String PERSON = "person";
    private static final String PHOTOGRAPHS = "/org/openimaj/image/data/";
    private static final String MARK = "README.txt";
    private static final String MARK_TEXT = "The folder of 'facequality demo'. It may be deleted.\n";

    private static final int BLUR_RADIUS = 3;
    private static final float DARKNESS = 0.3f;
    private static final double NOISE = 40;
    private static final long NOISE_SEED = 1;
    private static final double SMALLNESS = 0.5;
    private static final double TURN_DEGREES = 8;

    private static final List<NearDuplicate> NEAR_DUPLICATES = List.of(
            new NearDuplicate("blurred", "jpg", DemoPictures::blurred),
            new NearDuplicate("dark", "jpg", DemoPictures::dark),
            new NearDuplicate("noisy", "png", DemoPictures::noisy),
            new NearDuplicate("small", "png", DemoPictures::small),
            new NearDuplicate("turned", "jpg", DemoPictures::turned));

    private final Path folder;

    private DemoPictures(Path folder) {
        this.folder = folder;
    }

    private record NearDuplicate(String name, String format, UnaryOperator<BufferedImage> change) {}

    /**
     * Prepares a demo in a folder of its own.
     *
     * @throws StorageException if something else is in that folder, or it cannot be written to
     */
    static DemoPictures in(Path folder) {
        try {
            if (!isFree(folder)) {
                throw new StorageException(new Problem(
                        "cannot use the folder for the demo", folder.toString(),
                        "a new or empty folder, or one of an earlier demo", "other files", "Name another with --out."));
            }
            write(folder.resolve(MARK), MARK_TEXT.getBytes(StandardCharsets.UTF_8));
            return new DemoPictures(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static boolean isFree(Path folder) throws IOException {
        if (Files.notExists(folder) || Files.exists(folder.resolve(MARK))
                && Files.readString(folder.resolve(MARK)).equals(MARK_TEXT)) {
            return true;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    /** The folder that holds a folder for the one person. */
    Path root() {
        return folder.resolve("pictures");
    }

    /** Writes what is not there yet. */
    void write() {
        try {
            writeWithNearDuplicates("portrait", "jpg", photograph("sinaface.jpg"));
            writeWithNearDuplicates("snapshot", "png", photograph("face/ss.jpg"));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static byte[] photograph(String name) throws IOException {
        try (InputStream stream = DemoPictures.class.getResourceAsStream(PHOTOGRAPHS + name)) {
            if (stream == null) {
                throw new IOException("no " + PHOTOGRAPHS + name + " on the class path");
            }
            return stream.readAllBytes();
        }
    }

    private void writeWithNearDuplicates(String name, String format, byte[] photograph) throws IOException {
        Path person = root().resolve(PERSON);
        BufferedImage image = rgb(ImageIO.read(new ByteArrayInputStream(photograph)));
        write(person.resolve(name + "." + format), photograph);
        for (NearDuplicate duplicate : NEAR_DUPLICATES) {
            write(
                    person.resolve(name + "-" + duplicate.name() + "." + duplicate.format()),
                    encoded(duplicate.change().apply(image), duplicate.format()));
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            WholeFile.write(file, WholeFile.Existing.KEEP, stream -> stream.write(content));
        }
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage rgb(BufferedImage image) {
        return drawn(image, image.getWidth(), image.getHeight(), new AffineTransform());
    }

    private static BufferedImage blurred(BufferedImage image) {
        int width = 2 * BLUR_RADIUS + 1;
        float[] mean = new float[width * width];
        Arrays.fill(mean, 1f / mean.length);
        return filtered(image, new ConvolveOp(new Kernel(width, width, mean), ConvolveOp.EDGE_NO_OP, null));
    }

    private static BufferedImage dark(BufferedImage image) {
        return filtered(image, new RescaleOp(DARKNESS, 0, null));
    }

    private static BufferedImage noisy(BufferedImage image) {
        Random random = new Random(NOISE_SEED);
        BufferedImage noisy = rgb(image);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color color = new Color(image.getRGB(x, y));
                noisy.setRGB(x, y, new Color(
                                noisy(color.getRed(), random), noisy(color.getGreen(), random),
                                noisy(color.getBlue(), random))
                        .getRGB());
            }
        }
        return noisy;
    }

    private static int noisy(int value, Random random) {
        return (int) Math.max(0, Math.min(255, Math.round(value + NOISE * random.nextGaussian())));
    }

    private static BufferedImage small(BufferedImage image) {
        return drawn(
                image,
                (int) (image.getWidth() * SMALLNESS),
                (int) (image.getHeight() * SMALLNESS),
                AffineTransform.getScaleInstance(SMALLNESS, SMALLNESS));
    }

    private static BufferedImage turned(BufferedImage image) {
        return drawn(
                image,
                image.getWidth(),
                image.getHeight(),
                AffineTransform.getRotateInstance(
                        Math.toRadians(TURN_DEGREES), image.getWidth() / 2.0, image.getHeight() / 2.0));
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform transform) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, transform, null);
        } finally {
            graphics.dispose();
        }
        return drawn;
    }

    private static BufferedImage filtered(BufferedImage image, BufferedImageOp filter) {
        return filter.filter(image, null);
    }

    private static StorageException unwritable(Path folder, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot write the demo", folder.toString(), "a folder that takes files", failure.toString(),
                        "Name another with --out."),
                failure);
    }
}

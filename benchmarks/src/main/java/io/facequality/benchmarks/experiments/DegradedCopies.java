package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.eval.Degradation;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.pipeline.PictureSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Makes pictures that a quality score must tell apart, from a folder of aligned crops with one folder per person. Every
 * picture is copied unchanged ({@code clean}), and once more ({@code worse}): half of these copies are unchanged, the
 * others are degraded in one way and strength, each with the same probability. The name of a picture decides its copy.
 *
 * <p>{@code pairs.csv} says which pictures to compare: genuine pairs are all of the second kind, impostor pairs of the
 * first, so that the threshold of a false match rate is that of good pictures.
 *
 * <p>Arguments: the folder, and where to.
 */
public final class DegradedCopies {

    private static final int IMPOSTOR_PAIRS = 200_000;

    private DegradedCopies() {}

    /**
     * Copies.
     *
     * @param arguments the folder, and where to
     * @throws IOException if a picture cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path to = Path.of(arguments[1]);
        ImageDecoder decoder = OpenCvImageDecoder.create();
        List<String> copies = new ArrayList<>();
        for (ImageSource picture : PictureSearch.usual().below(Path.of(arguments[0])).pictures()) {
            Image image = decoder.decode(picture).orElseThrow();
            AlignedFace face = AlignedFace.of(Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE));
            String copy = picture.id().replaceFirst("\\.[^.]*$", ".png");
            write(to.resolve("clean").resolve(copy), face);
            write(to.resolve("worse").resolve(copy), degraded(face, picture.id()));
            copies.add(copy);
        }
        Files.write(to.resolve("pairs.csv"), pairs(copies));
        System.out.println(copies.size() + " pictures in " + to);
    }

    private static void write(Path file, AlignedFace face) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, PictureEncoder.png(face.image()));
    }

    private static AlignedFace degraded(AlignedFace face, String id) {
        CRC32 digest = new CRC32();
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        SplittableRandom random = new SplittableRandom(digest.getValue());
        Degradation[] kinds = Degradation.values();
        return random.nextBoolean()
                ? face
                : kinds[random.nextInt(kinds.length)].of(
                        face, 1 + random.nextInt(Degradation.STRENGTHS), digest.getValue());
    }

    private static List<String> pairs(List<String> copies) {
        List<String> rows = new ArrayList<>(List.of("first,second,match"));
        for (int i = 0; i < copies.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (person(copies.get(i)).equals(person(copies.get(j)))) {
                    rows.add("worse/" + copies.get(j) + ",worse/" + copies.get(i) + ",1");
                }
            }
        }
        SplittableRandom random = new SplittableRandom(1);
        Set<String> impostors = new LinkedHashSet<>();
        long strangers = IntStream.range(0, copies.size())
                .mapToLong(i -> copies.stream().filter(copy -> !person(copy).equals(person(copies.get(i)))).count())
                .sum() / 2;
        while (impostors.size() < Math.min(IMPOSTOR_PAIRS, strangers)) {
            int one = random.nextInt(copies.size());
            int other = random.nextInt(one + 1);
            if (!person(copies.get(one)).equals(person(copies.get(other)))) {
                impostors.add("clean/" + copies.get(other) + ",clean/" + copies.get(one) + ",0");
            }
        }
        rows.addAll(impostors);
        return rows;
    }

    private static String person(String copy) {
        return copy.substring(0, Math.max(0, copy.lastIndexOf('/')));
    }
}

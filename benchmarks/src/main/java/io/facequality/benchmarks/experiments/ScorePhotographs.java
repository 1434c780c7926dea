package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.benchmarks.EnlargedPhotograph;
import io.facequality.benchmarks.Samples;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Scores the main faces of photographs from files, as {@code score} does, and prints how long that takes: the processor
 * time of the whole process, and the time on the clock. Opening, and a first round over the pictures, do not count.
 *
 * <p>Arguments: how many threads, how many pictures, and the folder; or {@code make}, how many pictures, a folder of
 * photographs, and the folder that they are written to at 12 megapixels.
 */
public final class ScorePhotographs {

    private static final int WIDTH = 4000;
    private static final int HEIGHT = 3000;
    private static final double NANOSECONDS = 1e6;

    private ScorePhotographs() {}

    /**
     * Scores and prints, or makes the pictures.
     *
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        if (arguments[0].equals("make")) {
            make(pictures(arguments[2], Integer.parseInt(arguments[1])), Path.of(arguments[3]));
        } else {
            score(Integer.parseInt(arguments[0]), pictures(arguments[2], Integer.parseInt(arguments[1])));
        }
    }

    private static List<ImageSource> pictures(String folder, int count) {
        List<ImageSource> found = PictureSearch.usual().below(Path.of(folder)).pictures();
        return IntStream.range(0, count)
                .mapToObj(i -> found.get((int) ((long) i * found.size() / count)))
                .toList();
    }

    private static void make(List<ImageSource> pictures, Path target) {
        for (int i = 0; i < pictures.size(); i++) {
            byte[] jpeg = EnlargedPhotograph.jpeg(Samples.decoded(pictures.get(i)), WIDTH, HEIGHT, i);
            try {
                Files.createDirectories(target);
                Files.write(target.resolve(i + ".jpg"), jpeg);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void score(int threads, List<ImageSource> pictures) {
        try (FacePipeline pipeline = FacePipeline.builder().threads(threads).build()) {
            score(pipeline, pictures);
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long processor = system.getProcessCpuTime();
            long clock = System.nanoTime();
            int scored = score(pipeline, pictures);
            System.out.printf(
                    Locale.ROOT, "%d pictures scored, %.1f ms of a processor for each, %.1f ms on the clock%n", scored,
                    (system.getProcessCpuTime() - processor) / NANOSECONDS / pictures.size(),
                    (System.nanoTime() - clock) / NANOSECONDS / pictures.size());
        }
    }

    private static int score(FacePipeline pipeline, List<ImageSource> pictures) {
        AtomicInteger scored = new AtomicInteger();
        pipeline.score(pictures, picture -> {
            if (picture.faces() instanceof Outcome.Ok) {
                scored.incrementAndGet();
            }
        });
        return scored.get();
    }
}

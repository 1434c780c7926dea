package io.facequality.benchmarks.experiments;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FacePipeline;
import io.facequality.video.BestShots;
import io.facequality.video.Footage;
import io.facequality.video.Footage.Person;
import io.facequality.video.Sampling;
import io.facequality.video.Shot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is found in videos, what it costs, and what is lost by looking at some frames only.
 *
 * <p>Arguments: {@code cost THREADS VIDEO...} prints for each video its tracks, people and cuts, and time and processor
 * time for each second of video. {@code regret KEEP VIDEO...} prints by how much the kept shots of the first person are
 * worse, on average, than those that are kept where every frame is looked at. {@code stream HOURS VIDEO} shows a video
 * over and over as a stream, and prints the memory that is used. {@code many COUNT VIDEO} opens and follows a video so
 * often, and prints open files, threads and temporary folders before and after. Linux only.
 */
public final class VideoTable {

    private static final double NANOS = 1e9;
    private static final Duration EVERY_FRAME = Duration.ofMillis(1);
    private static final double SECONDS_PER_HOUR = 3600;
    private static final int REPORTS = 12;

    private VideoTable() {}

    /**
     * Measures and prints.
     *
     * @param arguments as described above
     * @throws IOException if the process's own figures cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> videos =
                Arrays.stream(arguments).skip(2).map(Path::of).toList();
        switch (arguments[0]) {
            case "cost" -> cost(Integer.parseInt(arguments[1]), videos);
            case "regret" -> regret(Integer.parseInt(arguments[1]), videos);
            case "stream" -> stream(Double.parseDouble(arguments[1]), videos.get(0));
            case "many" -> many(Integer.parseInt(arguments[1]), videos.get(0));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static FacePipeline pipeline(int threads) {
        return FacePipeline.builder().faces(FaceChoice.ALL).threads(threads).build();
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void cost(int threads, List<Path> videos) {
        System.out.println("video,tracks,people,cuts,looked,faces,times_real_time,cpu_seconds_per_second");
        try (FacePipeline pipeline = pipeline(threads)) {
            pipeline.warmUp();
            BestShots bestShots = BestShots.builder().pipeline(pipeline).threads(threads).build();
            // The first one pays for compiling the code.
            bestShots.of(videos.get(0)).orElseThrow();
            for (Path video : videos) {
                long begin = System.nanoTime();
                long processor = processorNanos();
                Footage footage = bestShots.of(video).orElseThrow();
                double wall = (System.nanoTime() - begin) / NANOS;
                double cpu = (processorNanos() - processor) / NANOS;
                double seconds = footage.facts().orElseThrow().duration().orElseThrow().toNanos() / NANOS;
                System.out.printf(
                        Locale.ROOT, "%s,%d,%d,%d,%d,%d,%.2f,%.3f%n", video.getFileName(), footage.tracks().size(),
                        footage.people().size(), footage.counts().cuts(), footage.counts().looked(),
                        footage.counts().faces(), seconds / wall, cpu / seconds);
            }
        }
    }

    private static void regret(int keep, List<Path> videos) {
        System.out.println("video,kept,of_all_frames,regret");
        double sum = 0;
        try (FacePipeline pipeline = pipeline(Runtime.getRuntime().availableProcessors())) {
            for (Path video : videos) {
                double kept = quality(pipeline, video, keep, Sampling.usual());
                double best = quality(pipeline, video, keep, Sampling.every(EVERY_FRAME));
                sum += best - kept;
                System.out.printf(Locale.ROOT, "%s,%.4f,%.4f,%.4f%n", video.getFileName(), kept, best, best - kept);
            }
        }
        System.out.printf(Locale.ROOT, "mean,,,%.4f%n", sum / videos.size());
    }

    private static double quality(FacePipeline pipeline, Path video, int keep, Sampling sampling) {
        Person person = BestShots.builder()
                .pipeline(pipeline)
                .keep(keep)
                // By time alone, so that both choose by one rule.
                .minimumDistance(2)
                .sampling(sampling)
                .build()
                .of(video)
                .orElseThrow()
                .people()
                .get(0);
        return person.shots().stream().mapToDouble(Shot::quality).average().orElseThrow();
    }

    /** The clip's frames that are looked at, shown over and over: each track is at most ten minutes long. */
    private static void stream(double hours, Path video) throws IOException {
        Footage once;
        try (BestShots bestShots = BestShots.open()) {
            once = bestShots.of(video).orElseThrow();
            List<Shot> shots = once.tracks().get(0).shots();
            long frames = Math.round(hours * SECONDS_PER_HOUR * 2);
            try (var stream = BestShots.builder()
                    .sampling(Sampling.every(Duration.ofMillis(500)))
                    .build()
                    .stream("stream")) {
                for (long i = 0; i < frames; i++) {
                    stream.accept(shots.get((int) (i / 7 % shots.size())).surroundings(), Duration.ofMillis(500 * i));
                    if (i % Math.max(1, frames / REPORTS) == 0) {
                        System.gc();
                        Runtime runtime = Runtime.getRuntime();
                        System.out.printf(
                                Locale.ROOT, "%.2f hours: %d KiB of heap, %d KiB resident%n",
                                i / 2.0 / SECONDS_PER_HOUR, (runtime.totalMemory() - runtime.freeMemory()) >> 10, resident());
                    }
                }
                System.out.println(stream.end().tracks().size() + " tracks");
            }
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void many(int count, Path video) throws IOException {
        try (BestShots bestShots = BestShots.open()) {
            bestShots.of(video).orElseThrow();
            System.out.println("before: " + resources());
            for (int i = 0; i < count; i++) {
                bestShots.of(video).orElseThrow();
            }
            System.gc();
            System.out.println("after " + count + ": " + resources());
        }
    }

    private static String resources() throws IOException {
        return entries(Path.of("/proc/self/fd")) + " open files, " + Thread.activeCount() + " threads, "
                + entries(Path.of(System.getProperty("java.io.tmpdir"))) + " temporary entries, " + resident()
                + " KiB resident";
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}

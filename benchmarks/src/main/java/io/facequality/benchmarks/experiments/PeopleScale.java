package io.facequality.benchmarks.experiments;

import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.QualityScore;
import io.facequality.group.People;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.internal.people.BCubed;
import io.facequality.group.internal.people.PeopleFinder;
import io.facequality.internal.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * People among many faces: time, memory, and agreement. The faces are made up as the embedded model's calibration takes
 * them to be, with qualities as photographs have them; a person has one to some fifty, five on average. First 20,000, of
 * which every pair is compared, beside the nearest neighbors alone; then all.
 *
 * <p>Arguments: how many faces, how many threads.
 */
public final class PeopleScale {

    private static final int EXACT = 20_000;
    private static final double MEAN_FACES = 5;
    private static final double MEAN_QUALITY = 0.69;
    private static final double QUALITY_DEVIATION = 0.09;

    private final PersonCalibration calibration = PersonCalibration.embedded();
    private final int dimensions = (int) calibration.space().dimensions();
    private final int components = calibration.space().center().dimension();
    private final int threads;

    private PeopleScale(int threads) {
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        PeopleScale scale = new PeopleScale(Integer.parseInt(arguments[1]));
        scale.compare();
        scale.measure(Integer.parseInt(arguments[0]));
    }

    private record Made(List<FaceRecord> faces, int[] persons) {}

    private void compare() {
        Made made = faces(EXACT, 1);
        int[] exact = clusters(made, timed("every pair of " + EXACT, () -> people(made, EXACT)));
        int[] nearest = clusters(made, timed("nearest neighbors of " + EXACT, () -> people(made, 0)));
        report("every pair, with the truth", made.persons, exact);
        report("nearest neighbors, with the truth", made.persons, nearest);
        report("nearest neighbors, with every pair", exact, nearest);
    }

    private void measure(int size) throws IOException {
        Made made = faces(size, 2);
        int[] found = clusters(made, timed(size + " faces", () -> people(made, EXACT)));
        report(size + " faces, with the truth", made.persons, found);
        System.out.println(peakResident());
    }

    private People people(Made made, int exactLimit) {
        return new PeopleFinder(calibration, Constraints.none(), 0.5, new Workers(threads), exactLimit)
                .people(made.faces);
    }

    private Made faces(int size, long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>(size);
        int[] persons = new int[size];
        double[] direction = {};
        for (int i = 0; i < size; i++) {
            boolean isNext = i == 0 || random.nextDouble() < 1 / MEAN_FACES;
            direction = isNext ? direction(random) : direction;
            persons[i] = i == 0 ? 0 : persons[i - 1] + (isNext ? 1 : 0);
            faces.add(face(i, direction, random));
        }
        return new Made(faces, persons);
    }

    private double[] direction(Random random) {
        double[] direction = IntStream.range(0, dimensions).mapToDouble(d -> random.nextGaussian()).toArray();
        double length = Math.sqrt(Arrays.stream(direction).map(value -> value * value).sum());
        return Arrays.stream(direction).map(value -> value / length).toArray();
    }

    private FaceRecord face(int number, double[] direction, Random random) {
        double quality = MEAN_QUALITY + QUALITY_DEVIATION * random.nextGaussian();
        double r = calibration.recognizability(quality);
        double[] noise = direction(random);
        float[] values = Arrays.copyOf(calibration.space().center().toArray(), components);
        for (int d = 0; d < dimensions; d++) {
            values[d] += (float) (r * direction[d] + Math.sqrt(1 - r * r) * noise[d]);
        }
        return new FaceRecord(
                new FaceId("face-%07d".formatted(number), 0), "", Optional.empty(),
                new QualityScore(quality, calibration.origin().scorer()),
                Embedding.copyOf(values), calibration.origin().embedder());
    }

    private static int[] clusters(Made made, People people) {
        Map<FaceRecord, Integer> clusters = new HashMap<>();
        people.persons().forEach(person -> {
            int number = clusters.size();
            person.faces().forEach(member -> clusters.put(member.face(), number));
        });
        people.unknown().forEach(unknown -> clusters.put(unknown.face(), clusters.size()));
        return made.faces.stream().mapToInt(clusters::get).toArray();
    }

    private static void report(String what, int[] truth, int[] found) {
        Map<Integer, List<Integer>> clusters = new HashMap<>();
        IntStream.range(0, found.length)
                .forEach(i -> clusters.computeIfAbsent(found[i], cluster -> new ArrayList<>()).add(i));
        BCubed agreement = BCubed.of(
                truth,
                clusters.values().stream()
                        .map(cluster -> cluster.stream().mapToInt(Integer::intValue).toArray())
                        .toList());
        System.out.printf(
                Locale.ROOT, "%s: BCubed F %.4f, precision %.4f, recall %.4f%n", what, agreement.f(),
                agreement.precision(), agreement.recall());
    }

    private interface Task {
        People run();
    }

    private static People timed(String what, Task task) {
        long start = System.nanoTime();
        long processor = processorTime();
        People people = task.run();
        System.out.printf(
                Locale.ROOT, "%s: %.0f s, processor %.0f s, %d people, %d unknown%n", what,
                (System.nanoTime() - start) / 1e9, (processorTime() - processor) / 1e9, people.persons().size(),
                people.unknown().size());
        return people;
    }

    private static long processorTime() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known ? known.getProcessCpuTime() : 0;
    }

    /** All memory of the process, where the system tells: Linux does. */
    private static String peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "resident memory unknown";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .map(line -> "resident at most " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("resident memory unknown");
        }
    }
}

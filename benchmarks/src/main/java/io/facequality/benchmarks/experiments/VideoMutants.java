package io.facequality.benchmarks.experiments;

import io.facequality.video.VideoLimits;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.VideoReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Decodes damaged copies of videos, in a process of its own that is started again where one takes it down, and counts
 * frames, rejections and deaths. Mutants are made from seeds, so that each can be made again.
 *
 * <p>Arguments: how many, and videos of several containers, such as 2000 and four files of a few hundred kilobytes.
 */
public final class VideoMutants {

    private static final int MOST_CHANGES = 8;
    private static final int LONGEST_PIECE = 64;

    private VideoMutants() {}

    /**
     * Runs.
     *
     * @param arguments how many, and the videos; or {@code from}, the first number, how many, and the videos
     * @throws IOException if a file cannot be read
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("from")) {
            decode(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), videos(arguments, 3));
            return;
        }
        int count = Integer.parseInt(arguments[0]);
        int next = 0;
        int frames = 0;
        List<Integer> deaths = new ArrayList<>();
        while (next < count) {
            Process process = new ProcessBuilder(command(next, arguments)).redirectErrorStream(true).start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("mutant ")) {
                        next = Integer.parseInt(line.split(" ")[1]) + 1;
                        frames += line.endsWith("frames") ? 1 : 0;
                    }
                }
            }
            if (process.waitFor() != 0 && next < count) {
                deaths.add(next);
                next++;
            }
        }
        System.out.println(count + " mutants: " + frames + " gave frames, " + deaths.size()
                + " took their process down: " + deaths);
    }

    private static List<String> command(int next, String[] arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), VideoMutants.class.getName(), "from", Integer.toString(next)));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static List<byte[]> videos(String[] arguments, int from) throws IOException {
        List<byte[]> videos = new ArrayList<>();
        for (String video : Arrays.copyOfRange(arguments, from, arguments.length)) {
            videos.add(Files.readAllBytes(Path.of(video)));
        }
        return videos;
    }

    private static void decode(int first, int count, List<byte[]> videos) throws IOException {
        Path file = Files.createTempFile("mutant", ".bin");
        VideoLimits limits = VideoLimits.usual().withPixels(4_000_000).withDuration(Duration.ofMinutes(10));
        for (int number = first; number < count; number++) {
            Files.write(file, mutant(videos.get(number % videos.size()), new Random(number)));
            boolean hasFrames = VideoReader.open("mutant", file, limits, 1)
                    .<Boolean>match(VideoMutants::hasFrames, rejection -> false);
            System.out.println("mutant " + number + (hasFrames ? " frames" : " none"));
        }
        Files.delete(file);
    }

    private static boolean hasFrames(VideoReader reader) {
        boolean any = false;
        try (reader) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                next.get().close();
                any = true;
            }
        }
        return any;
    }

    private static byte[] mutant(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int change = 1 + random.nextInt(MOST_CHANGES); change > 0; change--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(1 + random.nextInt(LONGEST_PIECE), bytes.length - at);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> {
                    for (int i = at; i < at + length; i++) {
                        bytes[i] = (byte) random.nextInt(256);
                    }
                }
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0xFF);
                default -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }
}

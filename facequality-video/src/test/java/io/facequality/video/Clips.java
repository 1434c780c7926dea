package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** Clips to test with: those that are shared, and those that FFmpeg's own program makes. */
public final class Clips {

    /** One person moving and talking, H.264, 480 x 480, 30 frames a second, 7.2 seconds. */
    public static final String ONE = "a.mp4";

    /** Another person, 720 x 1364, 5.3 seconds. */
    public static final String OTHER = "b.mp4";

    /** A third, 700 x 700, with a variable frame rate, 6.1 seconds. */
    public static final String THIRD = "c.mp4";

    /** Two people on a stage, then their audience: four scenes with a moving camera, 640 x 360, 9.9 seconds. */
    public static final String TWO = "two-people.mp4";

    private Clips() {}

    public static Path shared(String name) {
        return SharedData.path("data", "videos", name);
    }

    /**
     * Runs the program.
     *
     * @param arguments as on a command line, split at blanks; {@code {}} stands for a path
     * @param paths for the places
     */
    public static void make(String arguments, Path... paths) {
        String program = program();
        List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostdin", "-loglevel", "error", "-y"));
        int next = 0;
        for (String argument : arguments.split(" ")) {
            command.add(argument.equals("{}") ? paths[next++].toString() : argument);
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Finds the program. It needs libraries for sound and screens that the product does not need and a server may lack:
     * then a test is skipped, but fails on a build server.
     */
    private static String program() {
        try {
            return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        } catch (LinkageError e) {
            String message = "FFmpeg's own program does not start here; on Debian install libpulse0, libva2 and"
                    + " libva-drm2";
            if ("true".equals(System.getenv("CI"))) {
                fail(message, e);
            }
            assumeTrue(false, message);
            throw e;
        }
    }

    /** A moving test picture of 160 x 120 pixels, 25 frames a second, two seconds, in whatever the name's ending says. */
    public static Path moving(Path file, String options) {
        make("-f lavfi -i testsrc2=size=160x120:rate=25:duration=2 " + options + " {}", file);
        return file;
    }

    /** One clip after the other, at one size, with cuts between. */
    public static Path spliced(Path file, List<Path> clips) {
        StringBuilder inputs = new StringBuilder();
        StringBuilder filter = new StringBuilder();
        for (int i = 0; i < clips.size(); i++) {
            inputs.append("-i {} ");
            filter.append("[").append(i).append(":v]scale=480:480:force_original_aspect_ratio=decrease,")
                    .append("pad=480:480:-1:-1,setsar=1,fps=30[v").append(i).append("];");
        }
        for (int i = 0; i < clips.size(); i++) {
            filter.append("[v").append(i).append("]");
        }
        filter.append("concat=n=").append(clips.size()).append(":v=1:a=0[v]");
        Path[] paths = Arrays.copyOf(clips.toArray(new Path[0]), clips.size() + 1);
        paths[clips.size()] = file;
        make(inputs + "-filter_complex " + filter + " -map [v] -c:v mpeg4 -q:v 3 -g 30 {}", paths);
        return file;
    }

    /** The first part of a file. */
    public static Path cut(Path file, Path target, double share) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Files.write(target, Arrays.copyOf(bytes, (int) (bytes.length * share)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

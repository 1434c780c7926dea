package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.ImageSource;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that follows the README, without any variable, watched from outside: it connects to nothing, looks up
 * nothing, and writes nothing but what Java and the native libraries need.
 */
class PrivacyTest {

    private static final Pattern PATH = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern WRITING = Pattern.compile(
            "\\b(?:openat?\\(.*(?:O_WRONLY|O_RDWR|O_CREAT)|(?:creat|mkdir|mkdirat|rename|renameat2?|link|linkat|symlink|symlinkat)\\().*");

    @TempDir
    private Path folder;

    /** The application. */
    static final class Application {

        private Application() {}

        public static void main(String[] pictures) {
            for (Crop.Kind kind : Crop.Kind.values()) {
                try (FacePipeline faces = FacePipeline.builder().crop(Crop.of(kind)).build()) {
                    faces.process(List.of(ImageSource.of(Path.of(pictures[0]))), FaceWork.recorded(), picture -> picture.faces()
                            .accept(found -> System.out.println("scored"), rejection -> {}));
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void connectsToNothingAndWritesOnlyTemporaryFilesAndTheNativeCache() throws Exception {
        assumeTrue(hasStrace(), "strace is not installed or must not be used, so nothing is watched");
        Path trace = folder.resolve("trace.txt");
        Run run = run(List.of("strace", "-f", "-qq", "-s", "4096", "-o", trace.toString(), "-e",
                "trace=network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"));
        assertThat(run.said()).isEqualTo("scored");
        assertThat(run.exitCode()).isZero();
        List<String> calls = Files.readAllLines(trace);
        assertThat(calls).anyMatch(call -> call.contains("libonnxruntime"));
        // Java itself makes sockets while it starts, to see which protocols there are; none has an address.
        assertThat(calls)
                .noneMatch(call -> call.contains("sin_addr") || call.contains("sin6_addr"))
                .noneMatch(call -> call.contains("resolv.conf") || call.contains("/etc/hosts"));
        assertThat(calls.stream().filter(WRITING.asPredicate())
                        .filter(call -> !call.contains(" = -1 ")))
                .allSatisfy(call -> assertThat(paths(call)).allMatch(mayBeWritten()));
    }

    @Test
    void runsWithCommandLineAbove4Kilobytes() throws Exception {
        Run run = run(List.of());
        assertThat(run.said()).isEqualTo("scored");
        assertThat(run.exitCode()).isZero();
    }

    private static boolean hasStrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> paths(String call) {
        Matcher matcher = PATH.matcher(call);
        return matcher.results().map(found -> found.group(1));
    }

    private Predicate<String> mayBeWritten() {
        List<String> places = List.of(
                System.getProperty("java.io.tmpdir"), System.getProperty("user.home") + "/.javacpp/", "/proc/self/",
                "/dev/null", "/dev/tty");
        return path -> !path.startsWith("/") || places.stream().anyMatch(path::startsWith);
    }

    private record Run(int exitCode, String said) {}

    private Run run(List<String> watcher) throws Exception {
        Path picture = TestPictures.write(folder.resolve("picture.png"), TestPictures.png(1));
        List<String> command = Stream.concat(watcher.stream(), Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dpadding=" + "x".repeat(5000), "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Application.class.getName(), picture.toString()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }
}

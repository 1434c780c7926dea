package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException;
import io.facequality.Image;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.TinyOnnx;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How native libraries are loaded, each time in a new process. */
class NativeStartTest {

    @TempDir
    private Path folder;

    /** What the processes run: a model, a picture, or both, and print how it ended. */
    static final class Start {

        private Start() {}

        public static void main(String[] parts) {
            try {
                for (String part : parts) {
                    if (part.equals("model")) {
                        ModelFile file = TinyOnnx.faces(TinyOnnx.OPEN).brightness("quality", TinyOnnx.OPEN).file();
                        OnnxQualityScorer.open(file, ModelContract.ediffiqa(), ModelOptions.defaults()).close();
                    } else {
                        PictureEncoder.png(Image.filledBy(1, 1, pixels -> { }));
                    }
                }
                System.out.println("done");
            } catch (FaceQualityException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void leavesNothingInTheTemporaryFolder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path cache = folder.resolve("cache");
        assertThat(start(property("java.io.tmpdir", temporary), cache(cache), "model")).isEqualTo("done");
        assertThat(temporary).isEmptyDirectory();
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.contains("onnxruntime") && !name.endsWith(".jar"));
        }
    }

    /** As packages do it, which hold the few libraries that are needed, unpacked, and no jar with natives. */
    @Test
    void loadsFromFolderOfUnpackedLibrariesWithoutAnyJarOfThem() throws Exception {
        Path natives = Files.createDirectory(folder.resolve("natives"));
        List<String> others = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator)) {
            String jar = Path.of(entry).getFileName().toString();
            boolean bytedeco = jar.matches("(javacpp|opencv|openblas)-.*-(linux|macosx|windows)-.*\\.jar");
            if (bytedeco || jar.startsWith("onnxruntime")) {
                unpackNeeded(Path.of(entry), natives);
            }
            if (!bytedeco) {
                others.add(entry);
            }
        }
        Path cache = folder.resolve("cache");
        String start = said(process(
                String.join(File.pathSeparator, others),
                List.of(property("facequality.natives", natives), cache(cache), "picture", "model")));
        assertThat(start).isEqualTo("done");
        if (Files.exists(cache)) {
            assertThat(cache).isEmptyDirectory();
        }
    }

    private static void unpackNeeded(Path jar, Path natives) throws IOException {
        String onnxruntime = "/native/" + (isMac() ? "osx" : isWindows() ? "win" : "linux") + "-"
                + (System.getProperty("os.arch").equals("amd64") ? "x64" : System.getProperty("os.arch")) + "/";
        try (JarFile content = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(content.entries())) {
                String name = entry.getName();
                boolean needed = name.contains("/" + Loader.getPlatform() + "/") || name.contains(onnxruntime);
                String file = name.substring(name.lastIndexOf('/') + 1);
                if (needed && file.matches(".*\\.(so|dylib|dll)[.0-9]*")
                        && !file.contains("jniopenblas")
                        && (!file.contains("opencv_") || file.matches(".*opencv_(core|imgproc|imgcodecs)[.0-9].*"))) {
                    try (InputStream stream = content.getInputStream(entry)) {
                        Files.copy(stream, natives.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    @Test
    void unpacksOnceForProcessesThatStartTogether() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(process(cache(folder.resolve("cache")), "model"));
        }
        for (Process process : processes) {
            assertThat(said(process)).isEqualTo("done");
        }
    }

    @Test
    void namesMissingTemporaryFolder() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(start(property("java.io.tmpdir", missing), "model"))
                .contains(missing.toString(), "a folder that can be written", "the system property java.io.tmpdir");
    }

    /** JavaCPP falls back to the home folder and the temporary one before it gives up. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesCacheThatCannotBeWritten() throws Exception {
        Path nowhere = Path.of("/proc/self/none");
        assertThat(start(cache(nowhere), property("user.home", nowhere), property("java.io.tmpdir", nowhere), "picture"))
                .contains(nowhere.toString(), "can be written", "the system property org.bytedeco.javacpp.cachedir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "picture"})
    @EnabledOnOs(OS.LINUX)
    void namesCacheThatAllowsNoPrograms(String part) throws Exception {
        Path cache = folderWithoutPrograms();
        try {
            assertThat(start(cache(cache), part))
                    .contains(cache.toString(), "noexec", "the system property org.bytedeco.javacpp.cachedir");
        } finally {
            try (Stream<Path> files = Files.walk(cache)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private static Path folderWithoutPrograms() throws IOException {
        List<String> mounts = Files.readAllLines(Path.of("/proc/mounts"));
        for (String mount : mounts) {
            String[] fields = mount.split(" ");
            boolean usable = Arrays.asList(fields[3].split(",")).containsAll(List.of("rw", "noexec"))
                    && fields[2].equals("tmpfs");
            if (usable && Files.isWritable(Path.of(fields[1]))) {
                FileStore store = Files.getFileStore(Path.of(fields[1]));
                if (store.getUsableSpace() > 300L << 20) {
                    return Files.createTempDirectory(Path.of(fields[1]), "cache");
                }
            }
        }
        assumeTrue(false, "no file system here forbids programs");
        throw new AssertionError();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.25.0", "4.32.1"})
    void runsWithOldestAndNewestProtobuf(String version) throws Exception {
        assertThat(said(process(withProtobuf(version), List.of("model")))).isEqualTo("done");
    }

    @Test
    void namesProtobufThatIsTooOld() throws Exception {
        assertThat(said(process(withProtobuf("3.21.12"), List.of("model"))))
                .contains("protobuf-java 3.25 or newer", "protobuf-java-3.21.12.jar");
    }

    /** OpenCV's core is linked with OpenBLAS. Once a version is not, leave OpenBLAS's jars out of the download. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void readsNoPictureWithoutOpenBlas() throws Exception {
        String others = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*openblas-[^/]*-linux-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(said(process(others, List.of(cache(folder.resolve("cache")), "picture"))))
                .contains("cannot load OpenCV", "Add org.bytedeco:opencv, openblas and javacpp");
    }

    private static String withProtobuf(String version) {
        String others = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("protobuf-java"))
                .collect(Collectors.joining(File.pathSeparator));
        Path wanted = Path.of("target", "protobuf", "protobuf-java-" + version + ".jar");
        assumeTrue(Files.exists(wanted), "Maven has not copied " + wanted);
        return wanted + File.pathSeparator + others;
    }

    private static String property(String name, Path value) {
        return "-D" + name + "=" + value;
    }

    private static String cache(Path folder) {
        return property("org.bytedeco.javacpp.cachedir", folder);
    }

    private static String start(String... arguments) throws Exception {
        return said(process(arguments));
    }

    /** Options of Java, then what to do. */
    private static Process process(String... arguments) throws IOException {
        return process(classPath(), List.of(arguments));
    }

    private static Process process(String classPath, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(classPath);
        arguments.stream().filter(argument -> argument.startsWith("-")).forEach(command::add);
        command.add(Start.class.getName());
        arguments.stream().filter(argument -> !argument.startsWith("-")).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String said(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}

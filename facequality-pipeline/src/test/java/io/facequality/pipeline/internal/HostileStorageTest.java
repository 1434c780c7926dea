package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.Keep;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectAndCopy;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.RepresentativeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders without permission and disks without space: a clear outcome, the rest finished, nothing half-written. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "takes rights away with Linux's own tools")
class HostileStorageTest {

    @TempDir
    private Path folder;

    @Test
    void rejectsUnreadableFolderAndFinishesTheRest() throws Exception {
        Path pictures = folder.resolve("pictures");
        TestPictures.people(pictures, 2, 3);
        Path locked = pictures.resolve("person-0");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        try {
            assertThat(withOrdinaryRights(pictures, folder.resolve("out")))
                    .contains("scored 3")
                    .contains("UNREADABLE cannot read the picture: person-0:")
                    .contains("copied");
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void rejectsUnreadablePictureAndFinishesTheRest() throws Exception {
        Path pictures = folder.resolve("pictures");
        TestPictures.people(pictures, 1, 3);
        Files.setPosixFilePermissions(
                pictures.resolve("person-0/picture-1.png"), PosixFilePermissions.fromString("---------"));
        assertThat(withOrdinaryRights(pictures, folder.resolve("out")))
                .contains("scored 2")
                .contains("UNREADABLE")
                .contains("found a file without permission to read it")
                .contains("copied");
    }

    @Test
    void reportsReadOnlyOutputFolderAndLeavesNothingInIt() throws Exception {
        Path pictures = folder.resolve("pictures");
        TestPictures.people(pictures, 1, 3);
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(withOrdinaryRights(pictures, out)).contains("StorageException").contains("no permission to write there");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void reportsFullDiskAndLeavesNothingHalfWritten() throws Exception {
        assumeTrue(isRoot(), "only root may mount a small file system");
        Path pictures = folder.resolve("pictures");
        TestPictures.people(pictures, 2, 3);
        SelectionPlan plan;
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            plan = pipeline.select(pictures, Keep.best(3));
        }
        Path small = Files.createDirectory(folder.resolve("small"));
        run(List.of("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", small.toString()));
        try {
            assertThatThrownBy(() -> plan.copyTo(small))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("No space left on device");
            assertThatThrownBy(() -> plan.writeTo(small))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(files(small)).isNotEmpty().allSatisfy(file -> assertThat(Files.readAllBytes(file))
                    .isEqualTo(whole(file, small, pictures, plan)));
        } finally {
            run(List.of("umount", small.toString()));
        }
    }

    /** What a file must hold if it is there at all: a picture, or a person's representative vector. */
    private static byte[] whole(Path file, Path small, Path pictures, SelectionPlan plan) throws IOException {
        if (file.endsWith(RepresentativeFile.NAME)) {
            String name = file.getParent().getFileName().toString();
            return plan.groups().stream()
                    .filter(person -> person.name().equals(name))
                    .map(person -> NpyFile.vector(person.representative().toArray()))
                    .findFirst()
                    .orElseThrow();
        }
        return Files.readAllBytes(pictures.resolve(small.relativize(file).toString()));
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Root may read and write everything, so the rights that make it so are taken away from the process. */
    private static String withOrdinaryRights(Path pictures, Path out) throws Exception {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), SelectAndCopy.class.getName()));
        command.addAll(List.of(pictures.toString(), out.toString()));
        return run(command);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

package io.facequality.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end, that meet, that may not connect, and disks that are full or cannot be written. */
class ModelStoreProcessTest {

    private static final byte[] MODEL = TestModel.bytes(3);

    @TempDir
    private Path folder;

    private Path catalogue;

    @BeforeEach
    void aCatalogueOfOneModel() {
        catalogue = TestModel.catalogue(folder, MODEL);
    }

    private Process fetching(String mirror, boolean offline, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(FetchInProcess.class.getName());
        command.addAll(List.of(folder.toString(), catalogue.toString(), mirror, Boolean.toString(offline)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private Path place(String name) {
        return folder.resolve("cache").resolve(TestModel.ID).resolve(name);
    }

    @Test
    void resumesFromPartOfKilledProcess() throws Exception {
        LocalServer.Handler stuck = (request, out) -> {
            LocalServer.head(out, "200 OK", "ETag: \"a\"", "Content-Length: " + MODEL.length);
            out.write(MODEL, 0, 100_000);
            out.flush();
            Interrupts.sleep(Duration.ofSeconds(30));
        };
        try (LocalServer server = LocalServer.answering(stuck.times(1, LocalServer.file(MODEL, "\"a\"")))) {
            Process process = fetching(server.base(), false);
            try (BufferedReader lines = process.inputReader()) {
                String line = lines.readLine();
                while (!"got 100000".equals(line)) {
                    assertThat(line).as("output").startsWith("got ");
                    line = lines.readLine();
                }
            }
            process.destroyForcibly().waitFor();
            assertThat(place(TestModel.FILE)).doesNotExist();
            assertThat(place(TestModel.FILE + ".part")).hasSize(100_000);
            String output = output(fetching(server.base(), false));
            assertThat(output).contains("fetched ");
            assertThat(place(TestModel.FILE)).hasBinaryContent(MODEL);
            assertThat(server.requests())
                    .as(output)
                    .extracting(request -> request.from().orElse(0))
                    .containsExactly(0, 100_000);
        }
    }

    @Test
    void fetchesOnceForTwoProcesses() throws Exception {
        LocalServer.Handler slow = (request, out) -> {
            Interrupts.sleep(Duration.ofMillis(700));
            LocalServer.file(MODEL, "\"a\"").answer(request, out);
        };
        try (LocalServer server = LocalServer.answering(slow)) {
            Process first = fetching(server.base(), false);
            Process second = fetching(server.base(), false);
            assertThat(output(first)).contains("fetched ");
            assertThat(output(second)).contains("fetched ");
            assertThat(server.requests()).hasSize(1);
            assertThat(place(TestModel.FILE)).hasBinaryContent(MODEL);
        }
    }

    @Test
    void opensNoSocketOffline() throws Exception {
        String noSockets = "-Djava.nio.channels.spi.SelectorProvider=" + NoSockets.class.getName();
        assertThat(output(fetching("http://127.0.0.1:9/", true, noSockets)))
                .contains("offline mode")
                .doesNotContain("a socket was asked for");
        // Without which the test would say nothing.
        assertThat(output(fetching("http://127.0.0.1:9/", false, noSockets))).contains("a socket was asked for");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "mounts small file systems with Linux's own tools")
    void reportsFullDiskAndReadOnlyOne() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a small file system");
        for (String[] mounted : new String[][] {
            {"size=128k", "No space left on device"}, {"size=128k,ro", "Read-only file system"}
        }) {
            Path small = Files.createDirectories(folder.resolve("small"));
            run("mount", "-t", "tmpfs", "-o", mounted[0], "tmpfs", small.toString());
            try (LocalServer server = LocalServer.answering(LocalServer.file(MODEL, "\"a\""))) {
                ModelStore store =
                        TestModel.store(folder, catalogue).folder(small).mirror(server.base()).build();
                assertThatThrownBy(() -> store.fetch(TestModel.ID, LicenseConsent.given()))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(mounted[1])
                        .hasMessageContaining("Free some space");
                assertThat(small.resolve(TestModel.ID).resolve(TestModel.FILE)).doesNotExist();
            } finally {
                run("umount", small.toString());
            }
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = output(process);
        assertThat(process.exitValue()).as(output).isZero();
    }
}

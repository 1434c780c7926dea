package io.facequality.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that files get, and what goes along with copies. */
class FreeNameTest {

    private static final List<WholeFile.HardLink> LINKS = List.of(
            Files::createLink,
            (name, file) -> {
                throw new FileSystemException(name.toString(), null, "Operation not permitted");
            },
            (name, file) -> {
                throw new UnsupportedOperationException("as on a file system without links");
            });

    @TempDir
    private Path folder;

    private Path file;
    private Path name;

    @BeforeEach
    void aFileAndANameForIt() throws IOException {
        file = Files.writeString(folder.resolve("file"), "mine");
        name = folder.resolve("name");
    }

    @Test
    void movesToAFreeNameWithAndWithoutHardLinks() throws IOException {
        for (WholeFile.HardLink link : LINKS) {
            WholeFile.moveToFreeName(file, name, link);
            assertThat(name).hasContent("mine");
            assertThat(file).doesNotExist();
            Files.move(name, file);
        }
    }

    @Test
    void keepsWhateverHasTheName() throws IOException {
        for (WholeFile.HardLink link : LINKS) {
            Files.writeString(name, "theirs");
            assertThatThrownBy(() -> WholeFile.moveToFreeName(file, name, link))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(name).hasContent("theirs");
            assertThat(file).hasContent("mine");
            Files.delete(name);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void keepsALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(name, Path.of("unplugged"));
        for (WholeFile.HardLink link : LINKS) {
            assertThatThrownBy(() -> WholeFile.moveToFreeName(file, name, link))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThatThrownBy(() -> WholeFile.write(name, WholeFile.Existing.KEEP, stream -> stream.write(1)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readSymbolicLink(name)).isEqualTo(Path.of("unplugged"));
        assertThat(folder.resolve("unplugged")).doesNotExist();
    }

    @Test
    void aMissingFileTakesNoName() {
        for (WholeFile.HardLink link : LINKS) {
            assertThatThrownBy(() -> WholeFile.moveToFreeName(folder.resolve("none"), name, link))
                    .isInstanceOf(NoSuchFileException.class);
            assertThat(name).doesNotExist();
        }
    }

    @Test
    void refusesAnotherFileSystemAndLeavesNothingThere() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory) && !store(memory).equals(store(folder)), "needs a second file system");
        Path there = Files.createTempDirectory(memory, "free-name");
        try {
            for (WholeFile.HardLink link : LINKS) {
                assertThatThrownBy(() -> WholeFile.moveToFreeName(file, there.resolve("name"), link))
                        .isInstanceOf(AtomicMoveNotSupportedException.class);
            }
            assertThat(there).isEmptyDirectory();
            assertThat(file).hasContent("mine");
        } finally {
            Files.delete(there);
        }
    }

    @Test
    void oneOfManyGetsTheNameAndTheOthersKeepTheirFiles() throws Exception {
        for (WholeFile.HardLink link : LINKS) {
            for (int round = 0; round < 100; round++) {
                race(link, Files.createDirectory(folder.resolve("race")));
            }
        }
    }

    private static void race(WholeFile.HardLink link, Path place) throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService runners = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Boolean>> attempts = IntStream.range(0, threads)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        Path own = Files.writeString(place.resolve("own-" + i), "content-" + i);
                        start.await();
                        try {
                            WholeFile.moveToFreeName(own, place.resolve("name"), link);
                            return true;
                        } catch (FileAlreadyExistsException taken) {
                            return false;
                        }
                    })
                    .toList();
            List<Future<Boolean>> outcomes = runners.invokeAll(attempts);
            int winners = 0;
            for (int i = 0; i < threads; i++) {
                boolean won = outcomes.get(i).get();
                winners += won ? 1 : 0;
                assertThat(place.resolve(won ? "name" : "own-" + i)).hasContent("content-" + i);
                Files.delete(place.resolve(won ? "name" : "own-" + i));
            }
            assertThat(winners).isOne();
            Files.delete(place);
        } finally {
            runners.shutdownNow();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions of POSIX")
    void aCopyIsReadableForNobodyElseWhileItIsWrittenAndIsLikeItsOriginalThen() throws IOException {
        FileTime time = FileTime.from(Instant.parse("2001-09-09T01:46:40Z"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-x---"));
        Files.setLastModifiedTime(file, time);
        WholeFile.writeCopy(file, name, stream -> {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(WholeFile::isTemporary)).singleElement().satisfies(temporary ->
                        assertThat(permissions(temporary)).isEqualTo("rw-------"));
            }
            stream.write("mine".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(name).hasContent("mine");
        assertThat(permissions(name)).isEqualTo("r--r-x---");
        assertThat(Files.getLastModifiedTime(name)).isEqualTo(time);
        assertThat(Files.getOwner(name)).isEqualTo(Files.getOwner(file));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions of POSIX")
    void aNewFolderLetsInNoMorePeopleThanItsModel() throws IOException {
        Path model = Files.createDirectories(folder.resolve("library/private/album"));
        Files.setPosixFilePermissions(model.getParent(), PosixFilePermissions.fromString("r-x------"));
        try {
            FileAttributes.makeFolderLike(model, folder.resolve("out/private/album"));
            assertThat(permissions(folder.resolve("out/private"))).isEqualTo("rwx------");
            assertThat(folder.resolve("out/private/album")).isDirectory();
        } finally {
            Files.setPosixFilePermissions(model.getParent(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void sweepsOnlyItsOwnFilesThatWereLeftBehind() throws IOException {
        Path left = Files.createFile(WholeFile.temporaryIn(folder));
        Path inUse = Files.createFile(WholeFile.temporaryIn(folder));
        Path others = Files.createFile(folder.resolve(".facequality-notes.tmp"));
        Path aFolder = Files.createDirectory(WholeFile.temporaryIn(folder));
        for (Path old : List.of(left, others, aFolder, file)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        WholeFile.sweep(folder);
        assertThat(left).doesNotExist();
        assertThat(List.of(inUse, others, aFolder, file)).allMatch(Files::exists);
        WholeFile.sweep(folder.resolve("none"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes of this kind")
    void namesWhatIsNoFileInsteadOfWaitingForIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
        assertThatThrownBy(() -> Sha256.of(pipe)).hasMessageContaining("a pipe, where a file is needed");
        assertThatThrownBy(() -> RegularFile.open(folder)).hasMessageContaining("a folder, where a file is needed");
        assertThatThrownBy(() -> RegularFile.open(Path.of("/dev/null")))
                .hasMessageContaining("a device, where a file is needed");
        assertThatThrownBy(() -> RegularFile.open(name))
                .isInstanceOfSatisfying(IOException.class, missing ->
                        assertThat(WholeFile.reason(missing)).isEqualTo("no such file"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static Object store(Path path) throws IOException {
        return Files.getFileStore(path);
    }
}

package io.facequality.catalogue;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The folder of one model within the cache. What is on its way lies under another name than the model's, and gets that
 * only when it is whole and checked; so what has the model's name is the model, whenever a process ends. Links in the
 * places of files that are written are not followed: whoever may write to a shared cache could lead them anywhere.
 *
 * @param path the folder
 * @param fileName the name of the model's file
 */
record ModelFolder(Path path, String fileName) {

    private static final Duration BETWEEN_TRIES_TO_LOCK = Duration.ofMillis(100);

    /** RFC 9110, section 8.8.3: a strong one. */
    private static final Pattern ENTITY_TAG = Pattern.compile("\"[\\x21\\x23-\\x7E\\x80-\\xFF]+\"");

    private static final int LONGEST_TAG = 1024;

    static ModelFolder of(Path cache, CatalogueEntry entry) {
        return new ModelFolder(cache.resolve(entry.id()), entry.file().name());
    }

    Path file() {
        return path.resolve(fileName);
    }

    /** What has come so far. */
    Path part() {
        return path.resolve(fileName + ".part");
    }

    /** The entity tag of what has come so far. */
    private Path partTag() {
        return path.resolve(fileName + ".part.etag");
    }

    Path consent() {
        return path.resolve("consent.json");
    }

    /**
     * Waits until nobody else fetches into this folder, in this process or another.
     *
     * @param onWait called once if that takes time
     * @return what to close at the end
     */
    Lock lock(Runnable onWait) {
        Lock lock = null;
        boolean taken = false;
        try {
            Files.createDirectories(path);
            Path file = path.resolve(".lock");
            if (Files.isSymbolicLink(file)) {
                throw new FileSystemException(file.toString(), null, "a link in the place of a file");
            }
            lock = new Lock(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            lock.await(onWait);
            taken = true;
            return lock;
        } catch (IOException e) {
            throw unusable(e);
        } finally {
            if (lock != null && !taken) {
                lock.close();
            }
        }
    }

    /** The right to fetch into this folder. */
    final class Lock implements AutoCloseable {

        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        private void await(Runnable onWait) throws IOException {
            for (boolean waiting = false; !isTaken(); waiting = true) {
                if (!waiting) {
                    onWait.run();
                }
                Interrupts.sleep(BETWEEN_TRIES_TO_LOCK);
            }
        }

        private boolean isTaken() throws IOException {
            Interrupts.check();
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException heldByThisProcess) {
                return false;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    /** The length of the model's file, if there is one. */
    OptionalLong length() {
        return lengthOf(file());
    }

    /** How many bytes have come so far; empty if none has. */
    OptionalLong partLength() {
        OptionalLong length = lengthOf(part(), LinkOption.NOFOLLOW_LINKS);
        return length.isPresent() && length.getAsLong() > 0 ? length : OptionalLong.empty();
    }

    private OptionalLong lengthOf(Path file, LinkOption... links) {
        try {
            return Files.isRegularFile(file, links) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The entity tag that came with what has come so far. */
    Optional<String> partEntityTag() {
        OptionalLong length = lengthOf(partTag(), LinkOption.NOFOLLOW_LINKS);
        if (length.isEmpty() || length.getAsLong() > LONGEST_TAG) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(partTag(), StandardCharsets.ISO_8859_1))
                    .filter(tag -> ENTITY_TAG.matcher(tag).matches());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Forgets what has come so far, and starts anew. */
    void restartPart(Optional<String> entityTag) {
        discardPart();
        Optional<String> usable = entityTag.filter(tag -> tag.length() <= LONGEST_TAG && ENTITY_TAG.matcher(tag).matches());
        try {
            if (usable.isPresent()) {
                Files.writeString(
                        partTag(), usable.get(), StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Forgets what has come so far. */
    void discardPart() {
        try {
            Files.deleteIfExists(part());
            Files.deleteIfExists(partTag());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * How long the model's file may become: as long as the catalogue says; where that does not say, as long as there is
     * room for, and no longer than a limit.
     */
    long longest(CatalogueEntry entry, long limit) {
        if (entry.file().size().isPresent()) {
            return entry.file().size().getAsLong();
        }
        try {
            return Math.min(limit, partLength().orElse(0) + Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Opens what has come so far, for what comes next. */
    PartWriter appendToPart() {
        try {
            return new PartWriter(Files.newOutputStream(
                    part(), StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Writes to the end of what has come. */
    final class PartWriter implements AutoCloseable {

        private final OutputStream stream;

        private PartWriter(OutputStream stream) {
            this.stream = stream;
        }

        void write(ByteBuffer bytes) {
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            write(array, array.length);
        }

        void write(byte[] bytes, int length) {
            try {
                stream.write(bytes, 0, length);
            } catch (ClosedByInterruptException e) {
                throw Interrupts.restored();
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private void forcePartToDisk() throws IOException {
        try (FileChannel part =
                FileChannel.open(part(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            part.force(true);
        } catch (ClosedByInterruptException e) {
            throw Interrupts.restored();
        }
    }

    /** The digest of the model's file. */
    String digest() {
        return digest(file());
    }

    private String digest(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Whether what has come is what a catalogue names, as far as that says. */
    boolean partIs(CatalogueEntry entry) {
        return entry.file().sha256().map(digest(part())::equals).orElse(true);
    }

    /**
     * Gives what has come the model's name, if it is the model.
     *
     * @param origin where it came from
     * @return its digest
     * @throws ModelException if it is not; it is then thrown away
     */
    String finish(CatalogueEntry entry, String origin) {
        long length = partLength().orElse(0);
        if (length == 0 || length != entry.file().size().orElse(length)) {
            discardPart();
            throw wrong(entry, origin, entry.file().size().orElse(1) + " bytes", length + " bytes");
        }
        String sha256 = digest(part());
        if (!sha256.equals(entry.file().sha256().orElse(sha256))) {
            discardPart();
            throw wrong(entry, origin, "the sha256 " + entry.file().sha256().orElseThrow(), sha256);
        }
        try {
            forcePartToDisk();
            Files.move(part(), file(), StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(partTag());
            return sha256;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static ModelException wrong(CatalogueEntry entry, String origin, String expected, String found) {
        return new ModelException(new Problem(
                "cannot trust the model " + entry.id(), origin, expected, found + "; it was thrown away",
                "What is there is not the model that the catalogue names: ask its publisher, or name a mirror."));
    }

    private StorageException unusable(IOException failure) {
        String found = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason() + " (" + system.getFile() + ")"
                : failure.toString();
        return new StorageException(
                new Problem(
                        "cannot keep the model", path.toString(), "a folder that takes it", found,
                        "Free some space, correct the permissions, or name another cache folder."),
                failure);
    }
}

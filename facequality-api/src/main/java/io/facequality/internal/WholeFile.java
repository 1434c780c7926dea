package io.facequality.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Files that appear whole or not at all: written under a temporary name in the same folder, then given their own. An
 * interrupt does not end a write; content that takes long asks for it itself.
 */
public final class WholeFile {

    private static final Pattern TEMPORARY_NAME =
            Pattern.compile("\\.facequality-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** A file that is being written changes all the time; one that did not for so long was left behind. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private static final boolean POSIX = File.separatorChar == '/';

    private WholeFile() {}

    /** Gives a file one more name. */
    @FunctionalInterface
    interface HardLink {
        void create(Path name, Path file) throws IOException;
    }

    private interface Naming {
        void name(Path temporary) throws IOException;
    }

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes it.
         *
         * @param stream where to, buffered; it is closed afterwards
         * @throws IOException if the stream fails
         */
        void writeTo(OutputStream stream) throws IOException;
    }

    /** What to do about a file that is there already. */
    public enum Existing {
        /**
         * Put the new one in its place. It is on the disk before the old one goes, so that one of them is there even if
         * the machine stops.
         */
        REPLACE,
        /** Leave it, and throw {@link FileAlreadyExistsException}. */
        KEEP
    }

    /**
     * Writes a file, and its folder where that is missing.
     *
     * @param file the file
     * @param existing what becomes of one that is there
     * @param content what is in it
     * @throws IOException if it cannot be written; nothing of it is left, and what was there before is still there
     */
    public static void write(Path file, Existing existing, Content content) throws IOException {
        write(file, new FileAttribute<?>[0], content, temporary -> {
            if (existing == Existing.REPLACE) {
                forceContent(temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                moveToFreeName(temporary, file);
            }
        });
    }

    /**
     * Writes a copy of a file, with its times, its permissions and, where allowed, its owner. Until then nobody but the
     * owner of this process may read it.
     *
     * @param original the file that the content comes from
     * @param copy the copy; its folder is made if it is missing
     * @param content what is in it
     * @throws FileAlreadyExistsException if there is anything of that name, which stays as it is
     * @throws IOException if it cannot be written; nothing of it is left
     */
    public static void writeCopy(Path original, Path copy, Content content) throws IOException {
        write(copy, FileAttributes.ownerOnly(copy), content, temporary -> {
            FileAttributes.copy(original, temporary);
            moveToFreeName(temporary, copy);
        });
    }

    /** The folder that a file lies in; for a root of the file system, that itself. */
    public static Path folderOf(Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder;
    }

    private static void write(Path file, FileAttribute<?>[] attributes, Content content, Naming naming)
            throws IOException {
        Path folder = folderOf(file);
        Files.createDirectories(folder);
        Path temporary = temporaryIn(folder);
        try {
            Files.createFile(temporary, attributes);
            try (OutputStream stream = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.WRITE))) {
                content.writeTo(stream);
            }
            naming.name(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Moves a file to a name in the same file system, if nothing has that name; a link that leads nowhere has it, too.
     * The name is taken in one step, so that whatever appears there in the meantime stays: the file gets a second name,
     * then loses its first. Where it can have no second name, an empty file reserves the name and is then replaced; only
     * a program that writes into that empty file within this moment loses what it wrote.
     *
     * @param file the file; no link
     * @param name its new name
     * @throws FileAlreadyExistsException if there is anything of that name, which stays as it is
     * @throws AtomicMoveNotSupportedException if the name is in another file system
     * @throws IOException if it cannot be moved; it then stays where it is
     */
    public static void moveToFreeName(Path file, Path name) throws IOException {
        moveToFreeName(file, name, Files::createLink);
    }

    static void moveToFreeName(Path file, Path name, HardLink link) throws IOException {
        try {
            link.create(name, file);
        } catch (FileAlreadyExistsException | NoSuchFileException certain) {
            throw certain;
        } catch (UnsupportedOperationException | IOException noSecondName) {
            requireSameFileSystem(file, name);
            moveToReservedName(file, name);
            return;
        }
        try {
            Files.delete(file);
        } catch (IOException stays) {
            Files.delete(name);
            throw stays;
        }
    }

    private static void requireSameFileSystem(Path file, Path name) throws IOException {
        Path folder = folderOf(name);
        boolean same = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(folder, "unix:dev"))
                : Files.getFileStore(file).equals(Files.getFileStore(folder));
        if (!same) {
            throw new AtomicMoveNotSupportedException(file.toString(), name.toString(), "another file system");
        }
    }

    private static void moveToReservedName(Path file, Path name) throws IOException {
        Files.createFile(name, FileAttributes.ownerOnly(name));
        try {
            if (Files.size(name) > 0) {
                throw new FileAlreadyExistsException(name.toString());
            }
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException stays) {
            if (Files.exists(name) && Files.size(name) == 0) {
                Files.delete(name);
            }
            throw stays;
        }
    }

    /**
     * Names a file that is not there yet, for content that something else writes.
     *
     * @param folder the folder
     * @return a path in it
     */
    public static Path temporaryIn(Path folder) {
        // Not Files.createTempFile: its files are for their owner alone, and would stay so under their final name.
        return folder.resolve(".facequality-" + UUID.randomUUID() + ".tmp");
    }

    /**
     * Tells our temporary files from everybody else's.
     *
     * @param file a path
     * @return whether its name is one that {@link #temporaryIn} makes
     */
    public static boolean isTemporary(Path file) {
        Path name = file.getFileName();
        return name != null && TEMPORARY_NAME.matcher(name.toString()).matches();
    }

    /**
     * Deletes temporary files of ours that a killed process left: those that nobody has written to for an hour. They
     * hold copies or results that were never finished, and nothing that is not elsewhere. What cannot be deleted stays
     * for another time.
     *
     * @param folder the folder; those below it are not looked into
     */
    public static void sweep(Path folder) {
        Instant leftBehind = Instant.now().minus(LEFT_BEHIND);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WholeFile::isTemporary)) {
            for (Path file : files) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile() && attributes.lastModifiedTime().toInstant().isBefore(leftBehind)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException sweptAnotherTime) {
            // Whoever writes to the folder learns soon enough what is wrong with it.
        }
    }

    /**
     * Waits until a new file is on the disk, its content and its name, so that what it was made of may go.
     *
     * @param file the file
     * @throws IOException if the disk fails
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static void force(Path file) throws IOException {
        forceContent(file);
        if (POSIX && file.getFileSystem() == FileSystems.getDefault()) {
            try (FileChannel folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
                folder.force(true);
            } catch (ClosedByInterruptException e) {
                throw Interrupts.restored();
            }
        }
    }

    private static void forceContent(Path file) throws IOException {
        if (file.getFileSystem() == FileSystems.getDefault()) {
            // Not a FileChannel, which an interrupt would close. A copy may be one that nobody may write to.
            try (RandomAccessFile written = new RandomAccessFile(file.toFile(), POSIX ? "r" : "rw")) {
                written.getFD().sync();
            }
        }
    }

    /**
     * As {@link #write}, for results that replace earlier ones. What a killed run left in their folder is swept.
     *
     * @param file the file
     * @param content what is in it
     * @throws StorageException if it cannot be written; nothing of it is left, and what was there before is still there
     */
    public static void replace(Path file, Content content) {
        sweep(folderOf(file));
        try {
            write(file, Existing.REPLACE, content);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Says that a file cannot be written.
     *
     * @param file the file
     * @param failure why
     * @return what to throw
     */
    public static StorageException unwritable(Path file, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot write the file", file.toString(), "a folder that takes it", reason(failure),
                        "Free some space, or name another folder."),
                failure);
    }

    /**
     * What the operating system said, in words.
     *
     * @param failure what was thrown
     * @return its reason
     */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "another file in its place";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}

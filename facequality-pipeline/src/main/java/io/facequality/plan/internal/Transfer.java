package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.FileAttributes;
import io.facequality.internal.Interrupts;
import io.facequality.internal.RegularFile;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;

/**
 * One picture on its way from one place to another. Every way checks that the picture is still the one that the plan
 * was made of, and takes the target's name in one step, so that it replaces nothing; a target that holds the same
 * picture already is as good as done. Times, permissions and, where allowed, the owner go along.
 *
 * @param source where the picture is
 * @param target where it goes; its folder is made if it is missing, with the permissions of the source's
 * @param sha256 its digest
 * @param kind whether it must be a picture by its content
 */
public record Transfer(Path source, Path target, String sha256, Kind kind) {

    private static final int BUFFER_BYTES = 1 << 16;

    /** What is on its way. */
    public enum Kind {
        PICTURE,
        /** A file that goes along with a picture. */
        COMPANION
    }

    public Transfer(Path source, Path target, String sha256) {
        this(source, target, sha256, Kind.PICTURE);
    }

    /** What became of a transfer that did not fail. */
    public enum Outcome {
        DONE,
        ALREADY_THERE
    }

    private interface Step {
        void run() throws IOException;
    }

    public Outcome copy() {
        return unlessThere("copy", () -> {
            requireUnchanged(source);
            makeFolder();
            copyChecked();
        });
    }

    public Outcome link() {
        return unlessThere("link", () -> {
            requireUnchanged(source);
            makeFolder();
            try {
                Files.createLink(target, source.toRealPath());
            } catch (FileAlreadyExistsException taken) {
                throw taken;
            } catch (UnsupportedOperationException | IOException hardLinkRefused) {
                Files.createSymbolicLink(target, source.toRealPath());
            }
        });
    }

    public Outcome move() {
        return unlessThere("move", () -> {
            if (Files.isSymbolicLink(source)) {
                moveLink();
            } else {
                moveFile();
            }
        });
    }

    /** Whether there is anything to move, a link that leads nowhere included. */
    public boolean hasSource() {
        return Files.exists(source, LinkOption.NOFOLLOW_LINKS);
    }

    private Outcome unlessThere(String verb, Step step) {
        Interrupts.check();
        try {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                requireSameAtTarget(verb);
                return Outcome.ALREADY_THERE;
            }
            step.run();
            return Outcome.DONE;
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot " + verb + " the picture",
                            source.toString(),
                            "a picture there, and a way to " + target,
                            WholeFile.reason(e),
                            "Correct that and do it again; what is done stays done."),
                    e);
        }
    }

    private void requireSameAtTarget(String verb) throws IOException {
        boolean same = isUnchanged(target)
                || Files.isSymbolicLink(target) && isUnchanged(source.resolveSibling(Files.readSymbolicLink(target)));
        if (!same) {
            throw new StorageException(new Problem(
                    "cannot " + verb + " the picture",
                    source.toString(),
                    "nothing, or the same picture, at " + target,
                    "something else of that name, which was left alone",
                    "Name another folder."));
        }
    }

    private void makeFolder() throws IOException {
        FileAttributes.makeFolderLike(WholeFile.folderOf(source), WholeFile.folderOf(target));
    }

    private void moveFile() throws IOException {
        FileStamp stamp = FileStamp.of(source);
        requireUnchanged(source);
        makeFolder();
        try {
            WholeFile.moveToFreeName(source, target);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            copyChecked();
            WholeFile.force(target);
            if (!FileStamp.of(source).equals(stamp)) {
                throw changed();
            }
            Files.delete(source);
        }
    }

    /**
     * A link moves as what it is. A relative one leads to the picture from one of its two places only: seen from there
     * it must be the picture that the plan was made of.
     */
    private void moveLink() throws IOException {
        Path goal = Files.readSymbolicLink(source);
        makeFolder();
        if (!isUnchanged(source)) {
            requireUnchanged(target.resolveSibling(goal));
        }
        Files.createSymbolicLink(target, goal);
        FileAttributes.copy(source, target, LinkOption.NOFOLLOW_LINKS);
        Files.delete(source);
    }

    private boolean isUnchanged(Path file) throws IOException {
        return Files.isRegularFile(file) && Sha256.of(file).equals(sha256);
    }

    private void requireUnchanged(Path file) throws IOException {
        if (kind == Kind.PICTURE && !PictureContent.isIn(file)) {
            throw changed("a file that is no picture");
        }
        if (!Sha256.of(file).equals(sha256)) {
            throw changed();
        }
    }

    private void copyChecked() throws IOException {
        WholeFile.writeCopy(source, target, stream -> {
            DigestOutputStream digesting = Sha256.through(stream);
            transferTo(digesting);
            if (!Sha256.hex(digesting.getMessageDigest().digest()).equals(sha256)) {
                throw changed();
            }
        });
    }

    private void transferTo(OutputStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream from = RegularFile.open(source)) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                Interrupts.check();
                stream.write(buffer, 0, length);
            }
        }
    }

    private StorageException changed() {
        return changed("one that has changed since");
    }

    private StorageException changed(String found) {
        return new StorageException(new Problem(
                "cannot use the picture",
                source.toString(),
                "the picture that the plan was made of (sha256 " + sha256 + ")",
                found,
                "It was left alone. Make the plan anew."));
    }
}

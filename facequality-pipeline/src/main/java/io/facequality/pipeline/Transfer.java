package io.facequality.pipeline;

import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;

/**
 * One picture on its way from one place to another. Every way checks that the picture is still the one that was judged,
 * and overwrites nothing; a target that holds the same picture already is as good as done.
 *
 * @param source where the picture is
 * @param target where it goes; its folder is made if it is missing
 * @param sha256 its digest
 */
record Transfer(Path source, Path target, String sha256) {

    private static final int BUFFER_BYTES = 1 << 16;

    /** What became of a transfer that did not fail. */
    enum Outcome {
        DONE,
        ALREADY_THERE
    }

    private interface Step {
        void run() throws IOException;
    }

    Transfer reversed() {
        return new Transfer(target, source, sha256);
    }

    Outcome copy() {
        return unlessThere("copy", () -> copyChecked());
    }

    Outcome link() {
        return unlessThere("link", () -> {
            checkUnchanged();
            try {
                Files.createLink(target, source.toRealPath());
            } catch (UnsupportedOperationException | IOException hardLinkRefused) {
                Files.createSymbolicLink(target, source.toRealPath());
            }
        });
    }

    Outcome move() {
        if (!Files.exists(source) && Files.exists(target)) {
            return unlessThere("move", () -> {});
        }
        return unlessThere("move", () -> {
            checkUnchanged();
            try {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                copyChecked();
                Files.delete(source);
            }
        });
    }

    private Outcome unlessThere(String verb, Step step) {
        Interrupts.check();
        try {
            if (Files.exists(target)) {
                checkSameAtTarget(verb);
                return Outcome.ALREADY_THERE;
            }
            Files.createDirectories(target.toAbsolutePath().getParent());
            step.run();
            return Outcome.DONE;
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot " + verb + " the picture", source.toString(), "a way to " + target,
                            WholeFile.reason(e), "Mend that and carry the plan out again; what is done stays done."),
                    e);
        }
    }

    private void checkSameAtTarget(String verb) throws IOException {
        if (Files.isDirectory(target) || !Sha256.of(target).equals(sha256)) {
            throw new StorageException(new Problem(
                    "cannot " + verb + " the picture",
                    source.toString(),
                    "nothing, or the same picture, at " + target,
                    "something else of that name, which was left alone",
                    "Name another folder."));
        }
    }

    private void checkUnchanged() throws IOException {
        String found = Sha256.of(source);
        if (!found.equals(sha256)) {
            throw changed();
        }
    }

    private void copyChecked() throws IOException {
        WholeFile.write(target, WholeFile.Existing.KEEP, stream -> {
            DigestOutputStream digesting = Sha256.through(stream);
            transferTo(digesting);
            if (!Sha256.hex(digesting.getMessageDigest().digest()).equals(sha256)) {
                throw changed();
            }
        });
    }

    private void transferTo(OutputStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream from = Files.newInputStream(source)) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                Interrupts.check();
                stream.write(buffer, 0, length);
            }
        }
    }

    private StorageException changed() {
        return new StorageException(new Problem(
                "cannot use the picture",
                source.toString(),
                "the picture that was judged (sha256 " + sha256 + ")",
                "one that has changed since",
                "Make the plan anew."));
    }
}

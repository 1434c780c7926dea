package io.facequality.onnx;

import io.facequality.FaceQualityException.InvalidInputException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a model's ONNX file is: on disk, or in memory. A model whose weights lie in files beside it must be on disk.
 */
public sealed interface ModelFile {

    /**
     * The name under which the model appears in plans and messages.
     *
     * @return not blank
     */
    String name();

    /**
     * The model's version.
     *
     * @return the version, or empty where it has none
     */
    String version();

    /**
     * A file on disk.
     *
     * @param path the file
     */
    record OnDisk(Path path) implements ModelFile {
        /** Checks that there is a path. */
        public OnDisk {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String name() {
            Path file = path.getFileName();
            return file == null ? path.toString() : file.toString().replaceFirst("(?<=.)\\.onnx$", "");
        }

        @Override
        public String version() {
            return "";
        }
    }

    /** A file's content in memory. */
    final class InMemory implements ModelFile {

        private final String name;
        private final String version;
        private final byte[] bytes;
        private final Optional<String> sha256;

        private InMemory(String name, String version, byte[] bytes, Optional<String> sha256) {
            if (name.isBlank()) {
                throw InvalidInputException.ofValue("ModelFile", "a model name that is not blank", "none");
            }
            this.name = name;
            this.version = Objects.requireNonNull(version, "version");
            this.bytes = bytes.clone();
            this.sha256 = sha256;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String version() {
            return version;
        }

        /** The content itself, for the session that reads it and does not change it. */
        public byte[] bytes() {
            return bytes;
        }

        /** The content's digest, if whoever brought the content knew it. */
        public Optional<String> sha256() {
            return sha256;
        }
    }

    /**
     * A file on disk, named after itself.
     *
     * @param path the ONNX file; it is read when the model is opened
     * @return the model's place
     */
    static ModelFile of(Path path) {
        return new OnDisk(path);
    }

    /**
     * A file's content in memory.
     *
     * @param name the model's name, not blank
     * @param version its version, or empty
     * @param bytes the content of an ONNX file; copied
     * @return the model's place
     * @throws InvalidInputException if the name is blank
     */
    static ModelFile of(String name, String version, byte[] bytes) {
        return new InMemory(name, version, bytes, Optional.empty());
    }

    /**
     * A file's content in memory, with its digest. It is not taken again, which for a model that comes with a program
     * would take longer than to open it.
     *
     * @param name the model's name, not blank
     * @param version its version, or empty
     * @param bytes the content of an ONNX file; copied
     * @param sha256 the digest of the content, 64 lower-case hexadecimal digits; the caller vouches for it. Plans name the
     *     model by it
     * @return the model's place
     * @throws InvalidInputException if the name is blank, or the digest is none
     */
    static ModelFile of(String name, String version, byte[] bytes, String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw InvalidInputException.ofValue("ModelFile", "a digest of 64 lower-case hexadecimal digits", sha256);
        }
        return new InMemory(name, version, bytes, Optional.of(sha256));
    }
}

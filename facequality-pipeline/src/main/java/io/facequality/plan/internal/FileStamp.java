package io.facequality.plan.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What tells, without reading a file again, that it is still the one that was read.
 *
 * @param size its bytes
 * @param modified when it was written
 * @param key which file it is, where the file system says so
 */
record FileStamp(long size, FileTime modified, Optional<Object> key) {

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey()));
    }
}

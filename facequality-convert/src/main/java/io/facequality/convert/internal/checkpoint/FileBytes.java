package io.facequality.convert.internal.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A file that is read in pieces, at any place, whatever its length. For one thread. */
final class FileBytes implements Closeable {

    /** Not a FileChannel, which an interrupt would close. */
    private final RandomAccessFile file;

    private final Scratch scratch = new Scratch();
    private final long size;

    private FileBytes(RandomAccessFile file, long size) {
        this.file = file;
        this.size = size;
    }

    static FileBytes open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new FileBytes(file, file.length());
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** How long it was when it was opened. */
    long size() {
        return size;
    }

    /**
     * Reads a piece.
     *
     * @param offset its first byte
     * @param length how long it is
     * @return the bytes, little-endian, in an array of their own or one that the next read overwrites
     * @throws EOFException if the file ends before
     */
    ByteBuffer read(long offset, int length) throws IOException {
        byte[] bytes = scratch.bytes(length);
        file.seek(offset);
        file.readFully(bytes, 0, length);
        return ByteBuffer.wrap(bytes, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

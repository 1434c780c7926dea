package io.facequality.distill.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is read in pieces, at any place, whatever its length. For one thread. */
final class FileBytes implements Closeable {

    private final FileChannel channel;
    private final Scratch scratch = new Scratch();
    private final long size;

    private FileBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static FileBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new FileBytes(channel, channel.size());
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
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
        ByteBuffer bytes =
                ByteBuffer.wrap(scratch.bytes(length), 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file ends after " + (offset + bytes.position()) + " bytes");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

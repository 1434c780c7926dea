package io.facequality.onnx.internal.graph;

import io.facequality.onnx.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a model's file, read where they lie, so that the weights, which are nearly all of them, need not be in
 * memory. For one thread.
 */
public abstract sealed class ModelBytes implements Closeable {

    private ModelBytes() {}

    /** Where a model's content is; the caller closes it. */
    public static ModelBytes of(ModelFile file) throws IOException {
        return file instanceof ModelFile.InMemory memory
                ? of(memory.bytes())
                : of(((ModelFile.OnDisk) file).path());
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @return its bytes, which the caller closes
     * @throws IOException if it cannot be opened
     */
    public static ModelBytes of(Path file) throws IOException {
        return new OnDisk(Files.newByteChannel(file));
    }

    /**
     * Takes bytes in memory.
     *
     * @param bytes the bytes, which must not change
     * @return the same bytes
     */
    public static ModelBytes of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Bytes that are computed each time that they are wanted, which is all of them, part by part. */
    static ModelBytes computed(int size, Computation computation) {
        return new Computed(size, computation);
    }

    /** Computes bytes. */
    @FunctionalInterface
    interface Computation {
        void writeTo(OutputStream stream) throws IOException;
    }

    /** How many there are. */
    abstract long size() throws IOException;

    /** All of them from the first on; skipping is free. */
    abstract InputStream stream() throws IOException;

    /** Puts some of them into a buffer. */
    abstract void copy(long offset, int length, ByteBuffer target) throws IOException;

    /** Some of them, as a new array. */
    byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        copy(offset, length, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Writes some of them to a stream. */
    void write(long offset, int length, OutputStream stream) throws IOException {
        stream.write(read(offset, length));
    }

    private static final class OnDisk extends ModelBytes {

        private final SeekableByteChannel channel;

        private OnDisk(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        long size() throws IOException {
            return channel.size();
        }

        @Override
        InputStream stream() throws IOException {
            return Channels.newInputStream(channel.position(0));
        }

        @Override
        void copy(long offset, int length, ByteBuffer target) throws IOException {
            ByteBuffer part = target.slice(target.position(), length);
            channel.position(offset);
            while (part.hasRemaining()) {
                if (channel.read(part) < 0) {
                    throw new EOFException("the model's file became shorter while it was read");
                }
            }
            target.position(target.position() + length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class InMemory extends ModelBytes {

        private final byte[] bytes;

        private InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        long size() {
            return bytes.length;
        }

        @Override
        InputStream stream() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        void copy(long offset, int length, ByteBuffer target) {
            target.put(bytes, (int) offset, length);
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }

    private static final class Computed extends ModelBytes {

        private final int size;
        private final Computation computation;

        private Computed(int size, Computation computation) {
            this.size = size;
            this.computation = computation;
        }

        @Override
        long size() {
            return size;
        }

        @Override
        InputStream stream() throws IOException {
            return new ByteArrayInputStream(read(0, size));
        }

        /** All of them need no second array. */
        @Override
        void copy(long offset, int length, ByteBuffer target) throws IOException {
            if (length == size) {
                computation.writeTo(into(target));
            } else {
                target.put(read(0, size), (int) offset, length);
            }
        }

        /** All of them need not be in memory together. */
        @Override
        void write(long offset, int length, OutputStream stream) throws IOException {
            if (length == size) {
                computation.writeTo(stream);
            } else {
                super.write(offset, length, stream);
            }
        }

        private static OutputStream into(ByteBuffer target) {
            return new OutputStream() {
                @Override
                public void write(int value) {
                    target.put((byte) value);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    target.put(bytes, from, length);
                }
            };
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

package io.facequality.convert.internal.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Writes pickles, instruction by instruction, as PyTorch would or would not. */
final class Pickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        raw(0x80, 2);
    }

    Pickle raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Pickle text(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        raw('X').little(content.length);
        bytes.writeBytes(content);
        return this;
    }

    Pickle little(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return this;
    }

    Pickle global(String module, String name) {
        bytes.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An integer of 64 bits. */
    Pickle integer(long value) {
        raw(0x8a, 8);
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    Pickle integers(long... values) {
        raw('(');
        LongStream.of(values).forEach(this::integer);
        return raw('t');
    }

    Pickle storage(String type, String key, long count) {
        return raw('(').text("storage").global("torch", type).text(key).text("cpu").integer(count).raw('t', 'Q');
    }

    /** A tensor of a storage of its own. */
    Pickle tensor(String type, String key, long count, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .raw('(')
                .storage(type, key, count)
                .integer(offset)
                .integers(shape)
                .integers(strides)
                .raw(0x89)
                .global("collections", "OrderedDict")
                .raw(')', 'R', 't', 'R');
    }

    /** A float32 vector of all of a storage. */
    Pickle vector(String key, long count) {
        return contiguous(key, List.of(count));
    }

    /** A float32 tensor of all of a storage, in row-major order. */
    Pickle contiguous(String key, List<Long> sizes) {
        long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
        long[] strides = new long[shape.length];
        long count = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = count;
            count *= shape[axis];
        }
        return tensor("FloatStorage", key, count, 0, shape, strides);
    }

    /** A dictionary; the entries are pairs of a name and a value. */
    Pickle dictionary(Consumer<Pickle> entries) {
        raw('}', '(');
        entries.accept(this);
        return raw('u');
    }

    byte[] end() {
        raw('.');
        return bytes.toByteArray();
    }
}

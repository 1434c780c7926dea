package io.facequality.distill.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A safetensors file: a JSON header that tells where each tensor lies, then their numbers, little-endian. */
final class SafetensorsFile implements Closeable {

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final String METADATA = "__metadata__";

    /** Far more than the header of any network here, and little enough to hold. */
    private static final long LONGEST_HEADER = 16 << 20;

    private final FileChannel channel;
    private final Scratch scratch = new Scratch();
    private final long size;

    private SafetensorsFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new SafetensorsFile(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Reads the header. */
    Map<String, Tensor> tensors() throws IOException {
        if (size < LENGTH_BYTES) {
            throw new DamagedFileException("a header's length", size + " bytes");
        }
        long length = read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > size - LENGTH_BYTES) {
            throw new DamagedFileException(
                    "a header of 2 to " + LONGEST_HEADER + " bytes within the file of " + size,
                    Long.toUnsignedString(length) + " bytes");
        }
        long start = LENGTH_BYTES + length;
        JsonNode header = json(read(LENGTH_BYTES, (int) length));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), start));
            }
        }
        return tensors;
    }

    private static JsonNode json(ByteBuffer bytes) throws IOException {
        try {
            JsonNode header = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(bytes.array(), bytes.arrayOffset(), bytes.remaining());
            if (header.isObject()) {
                return header;
            }
            throw new DamagedFileException("a JSON object as header", header.getNodeType().toString());
        } catch (JsonProcessingException e) {
            throw new DamagedFileException("a header in JSON", e.getOriginalMessage());
        }
    }

    private Tensor tensor(String name, JsonNode entry, long start) throws IOException {
        Optional<ElementType> type = ElementType.ofSafetensors(entry.path("dtype").asText());
        List<Long> shape = integers(entry.path("shape"));
        List<Long> places = integers(entry.path("data_offsets"));
        if (type.isEmpty() || places.size() != 2) {
            throw new DamagedFileException("a type, a shape and two offsets for " + name, shortened(entry));
        }
        long from = places.get(0);
        long length = places.get(1) - from;
        if (from < 0 || length < 0 || places.get(1) > size - start || length % type.get().size() != 0) {
            throw new DamagedFileException(
                    "offsets of " + name + " within " + (size - start) + " bytes", places.toString());
        }
        Storage storage = storage(start + from, length / type.get().size());
        List<Long> strides;
        try {
            strides = Tensor.rowMajor(shape);
        } catch (ArithmeticException e) {
            throw new DamagedFileException("a shape of " + name + " that can be counted", shape.toString());
        }
        Tensor tensor = Tensor.view(type.get(), shape, strides, 0, storage, name);
        if (tensor.count() != storage.count()) {
            throw new DamagedFileException(
                    "as many bytes as " + name + " " + tensor + " takes", Long.toString(length));
        }
        return tensor;
    }

    private static List<Long> integers(JsonNode array) throws IOException {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : array) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new DamagedFileException("integers of 64 bits", shortened(array));
            }
            values.add(value.longValue());
        }
        return values;
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private Storage storage(long start, long count) {
        return new Storage() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public ByteBuffer read(long offset, int length) throws IOException {
                return SafetensorsFile.this.read(start + offset, length);
            }
        };
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(scratch.bytes(length), 0, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

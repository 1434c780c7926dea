package io.facequality.convert.internal.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

    private final FileBytes file;

    private SafetensorsFile(FileBytes file) {
        this.file = file;
    }

    static SafetensorsFile open(Path file) throws IOException {
        return new SafetensorsFile(FileBytes.open(file));
    }

    /** Reads the header. */
    Map<String, Tensor> tensors() throws IOException {
        long size = file.size();
        if (size < LENGTH_BYTES) {
            throw new DamagedFileException("a header's length", size + " bytes");
        }
        long length = file.read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > LONGEST_HEADER || length > size - LENGTH_BYTES) {
            throw new DamagedFileException(
                    "a header of 2 to " + LONGEST_HEADER + " bytes within the file of " + size,
                    Long.toUnsignedString(length) + " bytes");
        }
        long start = LENGTH_BYTES + length;
        JsonNode header = json(file.read(LENGTH_BYTES, (int) length));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                Place place = place(entry.getKey(), entry.getValue(), size - start);
                places.add(place);
                tensors.put(place.name(), tensor(place, entry.getValue(), start));
            }
        }
        refuseOverlap(places);
        return tensors;
    }

    /** Where a tensor's bytes are, behind the header. */
    private record Place(String name, long from, long to) {}

    private static Place place(String name, JsonNode entry, long size) throws IOException {
        List<Long> offsets = integers(entry.path("data_offsets"));
        if (offsets.size() != 2) {
            throw new DamagedFileException("two offsets for " + name, shortened(entry));
        }
        if (offsets.get(0) < 0 || offsets.get(1) < offsets.get(0) || offsets.get(1) > size) {
            throw new DamagedFileException("offsets of " + name + " within " + size + " bytes", offsets.toString());
        }
        return new Place(name, offsets.get(0), offsets.get(1));
    }

    private static void refuseOverlap(List<Place> places) throws IOException {
        List<Place> sorted = places.stream()
                .filter(place -> place.from() < place.to())
                .sorted(Comparator.comparingLong(Place::from))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).from() < sorted.get(i - 1).to()) {
                throw new DamagedFileException(
                        "tensors that do not overlap",
                        sorted.get(i).name() + " within the bytes of " + sorted.get(i - 1).name(),
                        "Do not use this file: it was made to mislead.");
            }
        }
    }

    private static JsonNode json(ByteBuffer bytes) throws IOException {
        try {
            JsonNode header = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    // Decoded here: Jackson takes some damaged headers for UTF-32.
                    .readTree(StandardCharsets.UTF_8.decode(bytes).toString());
            if (header.isObject()) {
                return header;
            }
            throw new DamagedFileException("a JSON object as header", header.getNodeType().toString());
        } catch (JsonProcessingException e) {
            throw new DamagedFileException("a header in JSON", e.getOriginalMessage());
        }
    }

    private Tensor tensor(Place place, JsonNode entry, long start) throws IOException {
        String name = place.name();
        Optional<ElementType> type = ElementType.ofSafetensors(entry.path("dtype").asText());
        List<Long> shape = integers(entry.path("shape"));
        long length = place.to() - place.from();
        if (type.isEmpty() || length % type.get().size() != 0) {
            throw new DamagedFileException("a type of " + name + " that fits its bytes", shortened(entry));
        }
        Storage storage = storage(start + place.from(), length / type.get().size());
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
                return file.read(start + offset, length);
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

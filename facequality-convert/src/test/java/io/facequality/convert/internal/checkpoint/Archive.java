package io.facequality.convert.internal.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives like those of {@code torch.save}. */
final class Archive {

    /** The same bytes at any time, so that a seed tells which of them were changed. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final Map<String, Supplier<byte[]>> records = new LinkedHashMap<>();
    private int method = ZipEntry.STORED;

    static Archive of(byte[] pickle) {
        return new Archive().with("model/data.pkl", pickle);
    }

    Archive with(String name, byte[] content) {
        return with(name, () -> content);
    }

    /** A record that is made when it is written. */
    Archive with(String name, Supplier<byte[]> content) {
        records.put(name, content);
        return this;
    }

    Archive floats(String key, float... values) {
        return floats(key, () -> values);
    }

    Archive floats(String key, Supplier<float[]> values) {
        return with("model/data/" + key, () -> {
            float[] numbers = values.get();
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            return bytes.array();
        });
    }

    Archive compressed() {
        this.method = ZipEntry.DEFLATED;
        return this;
    }

    Path writeTo(Path file) {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file));
                ZipOutputStream zip = new ZipOutputStream(stream, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Supplier<byte[]>> record : records.entrySet()) {
                byte[] content = record.getValue().get();
                ZipEntry entry = new ZipEntry(record.getKey());
                entry.setMethod(method);
                entry.setTimeLocal(ALWAYS);
                if (method == ZipEntry.STORED) {
                    CRC32 sum = new CRC32();
                    sum.update(content);
                    entry.setCrc(sum.getValue());
                    entry.setSize(content.length);
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}

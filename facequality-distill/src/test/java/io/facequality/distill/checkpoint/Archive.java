package io.facequality.distill.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives like those of {@code torch.save}. */
final class Archive {

    private final Map<String, byte[]> records = new LinkedHashMap<>();
    private int method = ZipEntry.STORED;

    static Archive of(byte[] pickle) {
        return new Archive().with("model/data.pkl", pickle);
    }

    Archive with(String name, byte[] content) {
        records.put(name, content);
        return this;
    }

    Archive floats(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return with("model/data/" + key, bytes.array());
    }

    Archive compressed() {
        this.method = ZipEntry.DEFLATED;
        return this;
    }

    Path writeTo(Path file) {
        try (OutputStream stream = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(stream, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> record : records.entrySet()) {
                ZipEntry entry = new ZipEntry(record.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 sum = new CRC32();
                    sum.update(record.getValue());
                    entry.setCrc(sum.getValue());
                    entry.setSize(record.getValue().length);
                }
                zip.putNextEntry(entry);
                zip.write(record.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}

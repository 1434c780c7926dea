package io.facequality.distill.internal.student;

import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.Producer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a trained network as an ONNX file. */
public final class ModelExport {

    private ModelExport() {}

    /**
     * The bytes of the file.
     *
     * @param provenance what goes into the model's metadata
     */
    public static byte[] of(Network network, Map<String, String> provenance) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            network.build(Producer.NAME, Producer.version(), provenance).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The machine and the Java that a training runs on. */
    public static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
                + Runtime.version().feature();
    }
}

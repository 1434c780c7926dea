package io.facequality.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX files of a few nodes, byte by byte as the protobuf wire format has it, so that a test can have a model of
 * any shape. Field numbers are those of {@code onnx.proto}.
 */
public final class TinyOnnx {

    public static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int DOUBLE = 11;
    public static final long OPEN = -1;

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Message graph = new Message().text(2, "tiny");

    /** A model that takes aligned faces in batches of this size. */
    public static TinyOnnx faces(long batch) {
        return new TinyOnnx().input("input", FLOAT, batch, 3, 112, 112);
    }

    /** A model that can be read and has a PRelu, but no sense: nothing gives its output. */
    public static TinyOnnx broken() {
        TinyOnnx model = faces(OPEN);
        model.graph.message(5, new Message()
                .number(1, 1)
                .number(2, FLOAT)
                .text(8, "slope")
                .bytes(9, new byte[Float.BYTES]));
        return model.node(new Message().text(1, "nowhere").text(1, "slope").text(2, "sloped").text(4, "PRelu"))
                .node("Relu", "sloped", "quality")
                .output("quality", FLOAT, OPEN, 1);
    }

    /** The mean of each color, as an embedding {@code [n,3,1,1]}. */
    public TinyOnnx colors(String name, long batch) {
        return node("GlobalAveragePool", "input", name).output(name, FLOAT, batch, 3, 1, 1);
    }

    /** The mean of all numbers, as a quality {@code [n,1]}. */
    public TinyOnnx brightness(String name, long batch) {
        return meanOf("input", name, true).output(name, FLOAT, batch, 1);
    }

    /** The same as a quality {@code [n]}. */
    public TinyOnnx flatBrightness(String name, long batch) {
        return meanOf("input", name, false).output(name, FLOAT, batch);
    }

    /** The logarithm of the mean, as a quality {@code [n,1]} that is not finite for a dark face. */
    TinyOnnx logarithm(String name, long batch) {
        return meanOf("input", name + "_mean", true).node("Log", name + "_mean", name).output(name, FLOAT, batch, 1);
    }

    private TinyOnnx meanOf(String from, String to, boolean keepDimension) {
        String flat = to + "_flat";
        return node("Flatten", from, flat)
                .node(new Message()
                        .text(1, flat)
                        .text(2, to)
                        .text(4, "ReduceMean")
                        .message(5, new Message().text(1, "axes").number(8, 1).number(20, ATTRIBUTE_INTS))
                        .message(5, new Message()
                                .text(1, "keepdims")
                                .number(3, keepDimension ? 1 : 0)
                                .number(20, ATTRIBUTE_INT)));
    }

    TinyOnnx cast(String from, String to, int type) {
        return node(new Message()
                .text(1, from)
                .text(2, to)
                .text(4, "Cast")
                .message(5, new Message().text(1, "to").number(3, type).number(20, ATTRIBUTE_INT)));
    }

    TinyOnnx node(String operator, String from, String to) {
        return node(new Message().text(1, from).text(2, to).text(4, operator));
    }

    /** Multiplies by three weights that lie in a file beside the model. */
    TinyOnnx timesWeightsBeside(String file, String from, String to) {
        graph.message(5, new Message()
                .number(1, 3)
                .number(1, 1)
                .number(1, 1)
                .number(2, FLOAT)
                .text(8, "weights")
                .message(13, new Message().text(1, "location").text(2, file))
                .number(14, 1));
        return node(new Message().text(1, from).text(1, "weights").text(2, to).text(4, "Mul"));
    }

    public TinyOnnx input(String name, int type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    TinyOnnx output(String name, int type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    private TinyOnnx node(Message node) {
        graph.message(1, node);
        return this;
    }

    private static Message value(String name, int type, long... shape) {
        Message sizes = new Message();
        for (long size : shape) {
            sizes.message(1, size == OPEN ? new Message().text(2, "n") : new Message().number(1, size));
        }
        Message tensor = new Message().number(1, type).message(2, sizes);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    public byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .toBytes();
    }

    public ModelFile file() {
        return ModelFile.of("tiny", "1", bytes());
    }

    /** A protobuf message: each field is its number and wire type, then its content. */
    private static final class Message {

        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private Message bytes(int field, byte[] value) {
            varint(field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}

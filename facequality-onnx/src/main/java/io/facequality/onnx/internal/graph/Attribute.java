package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.stream.LongStream;

/** A setting of an operator, such as {@code strides}. Immutable. */
public final class Attribute {

    private final AttributeProto message;

    private Attribute(AttributeProto message) {
        this.message = message;
    }

    /**
     * One integer.
     *
     * @param name the attribute's name
     * @param value its value
     * @return the attribute
     */
    public static Attribute integer(String name, long value) {
        return new Attribute(named(name, AttributeType.INT).setI(value).build());
    }

    /**
     * Several integers.
     *
     * @param name the attribute's name
     * @param values its values
     * @return the attribute
     */
    public static Attribute integers(String name, long... values) {
        return new Attribute(named(name, AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList())
                .build());
    }

    /**
     * One real number.
     *
     * @param name the attribute's name
     * @param value its value
     * @return the attribute
     */
    public static Attribute real(String name, float value) {
        return new Attribute(Nodes.attribute(name, value));
    }

    /**
     * A word.
     *
     * @param name the attribute's name
     * @param value its value
     * @return the attribute
     */
    public static Attribute word(String name, String value) {
        return new Attribute(named(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build());
    }

    private static AttributeProto.Builder named(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    AttributeProto message() {
        return message;
    }
}

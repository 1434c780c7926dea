package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a model's file but steps over the numbers of its initializers, which are nearly all of it. What is around them
 * is gathered field by field and handed to the generated classes.
 */
final class ModelReading {

    private final ModelBytes file;
    private final CodedInputStream in;
    private final Map<String, Weights> constants = new LinkedHashMap<>();

    private ModelReading(ModelBytes file) throws IOException {
        this.file = file;
        this.in = CodedInputStream.newInstance(file.stream());
    }

    /**
     * Reads a model.
     *
     * @throws com.google.protobuf.InvalidProtocolBufferException if it is no ONNX model
     * @throws ModelException if an application has put another protobuf on the class path than ONNX's classes need
     */
    static ModelGraph read(ModelBytes file) throws IOException {
        try {
            return new ModelReading(file).model();
        } catch (LinkageError e) {
            throw new ModelException(
                    new Problem(
                            "cannot read the model",
                            String.valueOf(Message.class.getProtectionDomain().getCodeSource()),
                            "com.google.protobuf:protobuf-java 3.25 or newer",
                            "one that lacks what ONNX's classes need: " + e,
                            "Raise the version that your application or its dependency management sets."),
                    e);
        }
    }

    private ModelGraph model() throws IOException {
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        GraphProto graph = GraphProto.getDefaultInstance();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == ModelProto.GRAPH_FIELD_NUMBER) {
                graph = graph();
            } else {
                rest.mergeFieldFrom(tag, in);
            }
        }
        return new ModelGraph(ModelProto.parseFrom(rest.build().toByteString()), graph, constants);
    }

    private GraphProto graph() throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == GraphProto.INITIALIZER_FIELD_NUMBER) {
                Weights constant = constant();
                constants.put(constant.name(), constant);
            } else {
                rest.mergeFieldFrom(tag, in);
            }
        }
        in.popLimit(outer);
        return GraphProto.parseFrom(rest.build().toByteString());
    }

    private Weights constant() throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        Optional<Weights.Place> place = Optional.empty();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == TensorProto.RAW_DATA_FIELD_NUMBER) {
                int length = in.readRawVarint32();
                place = Optional.of(new Weights.Place(file, in.getTotalBytesRead(), length));
                in.skipRawBytes(length);
            } else {
                rest.mergeFieldFrom(tag, in);
            }
        }
        in.popLimit(outer);
        return new Weights(TensorProto.parseFrom(rest.build().toByteString()), place);
    }
}

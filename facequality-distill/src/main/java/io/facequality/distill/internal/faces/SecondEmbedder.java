package io.facequality.distill.internal.faces;

import io.facequality.Embedder;
import io.facequality.onnx.OnnxEmbedder;
import java.util.Optional;

/** An embedder that may be there or not, open while this is. */
public record SecondEmbedder(Optional<OnnxEmbedder> opened) implements AutoCloseable {

    public static SecondEmbedder open(Optional<TeacherModel> model) {
        return new SecondEmbedder(model.map(TeacherModel::open));
    }

    public Optional<Embedder> embedder() {
        return opened.map(Embedder.class::cast);
    }

    @Override
    public void close() {
        opened.ifPresent(OnnxEmbedder::close);
    }
}

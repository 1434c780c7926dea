package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.eval.EvaluatedFaces;
import java.nio.ByteBuffer;
import java.util.List;

/** An embedder with the log of its embeddings. */
final class CachedEmbedder extends CachedModel {

    private final Embedder embedder;

    CachedEmbedder(String label, Embedder embedder, ModelResultLog log) {
        super(label, embedder.model(), log);
        this.embedder = embedder;
    }

    Embedder embedder() {
        return embedder;
    }

    @Override
    List<byte[]> run(List<AlignedFace> faces) {
        return embedder.embed(faces).stream().map(CachedEmbedder::bytes).toList();
    }

    static byte[] bytes(Embedding embedding) {
        ByteBuffer bytes = ByteBuffer.allocate(embedding.dimension() * Float.BYTES);
        bytes.asFloatBuffer().put(embedding.toArray());
        return bytes.array();
    }

    Embedding embedding(String digest) {
        ByteBuffer payload = log().read(digest);
        float[] values = new float[payload.remaining() / Float.BYTES];
        payload.asFloatBuffer().get(values);
        return Embedding.copyOf(values);
    }

    EvaluatedFaces.Embeddings embeddings(List<String> digests) {
        return new EvaluatedFaces.Embeddings(
                label(), model(), digests.stream().map(this::embedding).toList());
    }
}

package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * The teacher's embeddings of the training faces, computed once and kept in a file, so that a run that goes on does not
 * compute them again. Images that cannot be used are named and left out.
 */
public final class TeacherFeatures {

    private static final int BATCH = 32;
    private static final String MAGIC = "facequality teacher features 1";

    private final Map<String, Embedding> features;
    private final List<Rejection> rejected;

    private TeacherFeatures(Map<String, Embedding> features, List<Rejection> rejected) {
        this.features = features;
        this.rejected = List.copyOf(rejected);
    }

    /**
     * Takes the embeddings from the file, and those that it lacks from the teacher.
     *
     * @param file the file, which need not be there
     * @param paths the faces, below the folder
     * @param done told after some faces how many there are
     */
    public static TeacherFeatures of(
            Path file, FaceFiles faces, List<String> paths, Embedder teacher, int threads, IntConsumer done) {
        Map<String, Embedding> known = read(file, teacher.model().sha256());
        List<Rejection> rejected = new ArrayList<>();
        Map<String, Embedding> features = new LinkedHashMap<>();
        paths.stream().filter(known::containsKey).forEach(path -> features.put(path, known.get(path)));
        List<String> missing = paths.stream().filter(path -> !known.containsKey(path)).toList();
        done.accept(features.size());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Part>> parts = new ArrayList<>();
            for (int from = 0; from < missing.size(); from += BATCH) {
                List<String> some = missing.subList(from, Math.min(missing.size(), from + BATCH));
                parts.add(workers.submit(() -> embed(faces, some, teacher)));
            }
            for (Future<Part> part : parts) {
                features.putAll(part.get().features);
                rejected.addAll(part.get().rejected);
                done.accept(features.size() + rejected.size());
            }
        } catch (InterruptedException e) {
            throw (CancellationException)
                    new CancellationException("interrupted while embedding the training faces").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
        requireSome(features, rejected);
        if (!missing.isEmpty()) {
            write(file, teacher.model().sha256(), features);
        }
        return new TeacherFeatures(features, rejected);
    }

    private record Part(Map<String, Embedding> features, List<Rejection> rejected) {}

    private static Part embed(FaceFiles faces, List<String> paths, Embedder teacher) {
        List<String> usable = new ArrayList<>();
        List<AlignedFace> crops = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>();
        for (String path : paths) {
            Outcome<AlignedFace> crop = faces.read(path);
            if (crop instanceof Outcome.Ok<AlignedFace> ok) {
                usable.add(path);
                crops.add(ok.value());
            } else {
                rejected.add(((Outcome.Rejected<AlignedFace>) crop).rejection());
            }
        }
        List<Embedding> embeddings = teacher.embed(crops);
        Map<String, Embedding> features = new LinkedHashMap<>();
        for (int face = 0; face < usable.size(); face++) {
            features.put(usable.get(face), embeddings.get(face));
        }
        return new Part(features, rejected);
    }

    private static void requireSome(Map<String, Embedding> features, List<Rejection> rejected) {
        if (features.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot learn from the pictures", "data", "at least one picture that can be used",
                    "none; the first says: " + rejected.get(0).message(),
                    "Name the folder that the paths in the labels file are below."));
        }
    }

    private static Map<String, Embedding> read(Path file, String model) {
        Map<String, Embedding> features = new HashMap<>();
        if (!Files.exists(file)) {
            return features;
        }
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!stream.readUTF().equals(MAGIC) || !stream.readUTF().equals(model)) {
                return features;
            }
            int count = stream.readInt();
            int dimension = stream.readInt();
            for (int i = 0; i < count; i++) {
                String path = stream.readUTF();
                float[] values = new float[dimension];
                for (int j = 0; j < dimension; j++) {
                    values[j] = stream.readFloat();
                }
                features.put(path, Embedding.copyOf(values));
            }
            return features;
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot read the teacher's embeddings", file.toString(), "a whole file", e.toString(),
                            "Delete it; they are computed again."),
                    e);
        }
    }

    private static void write(Path file, String model, Map<String, Embedding> features) {
        WholeFile.replace(file, target -> {
            DataOutputStream stream = new DataOutputStream(target);
            stream.writeUTF(MAGIC);
            stream.writeUTF(model);
            stream.writeInt(features.size());
            stream.writeInt(features.values().iterator().next().dimension());
            for (Map.Entry<String, Embedding> face : features.entrySet()) {
                stream.writeUTF(face.getKey());
                for (float value : face.getValue().toArray()) {
                    stream.writeFloat(value);
                }
            }
            stream.flush();
        });
    }

    /** Whether a face could be used. */
    public boolean has(String path) {
        return features.containsKey(path);
    }

    /** The embedding of a face that could be used. */
    public Embedding of(String path) {
        return Objects.requireNonNull(features.get(path), path);
    }

    /** The length of an embedding. */
    public int dimension() {
        return features.values().iterator().next().dimension();
    }

    /** What could not be used. */
    public List<Rejection> rejected() {
        return rejected;
    }
}

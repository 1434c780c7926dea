package io.facequality.convert;

import io.facequality.onnx.internal.OnnxModelDescription;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import io.facequality.onnx.internal.graph.ModelContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a check found.
 *
 * <p>Immutable. It is printed with {@link #lines()}.
 */
public final class ModelReport {

    private static final int MOST_SHOWN = 8;

    private final Path file;
    private final OnnxModelDescription description;
    private final long size;
    private final ModelContents contents;
    private final List<String> rewrites;
    private final Map<String, float[]> results;

    ModelReport(
            Path file,
            OnnxModelDescription description,
            long size,
            ModelContents contents,
            List<String> rewrites,
            Map<String, float[]> results) {
        this.file = file;
        this.description = description;
        this.size = size;
        this.contents = contents;
        this.rewrites = List.copyOf(rewrites);
        this.results = new LinkedHashMap<>(results);
    }

    /** The same for a file that was renamed. */
    ModelReport renamed(Path to) {
        return new ModelReport(to, description, size, contents, rewrites, results);
    }

    /** The same for a model that was opened with rewrites as well. */
    ModelReport withRewrites(List<String> names) {
        return new ModelReport(file, description, size, contents, names, results);
    }

    /**
     * The file's digest.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return description.id().sha256();
    }

    /**
     * The file's size.
     *
     * @return the size in bytes
     */
    public long size() {
        return size;
    }

    /**
     * How many numbers the model's constants hold.
     *
     * @return the count
     */
    public long parameters() {
        return contents.parameters();
    }

    /**
     * What the program that made the file noted in it.
     *
     * @return notes by name, such as {@code facequality.source.sha256}; empty for other programs' files
     */
    public Map<String, String> metadata() {
        return contents.metadata();
    }

    /**
     * What the model gave for the first drawn face.
     *
     * @return the numbers by output, each a new array; empty if it takes no aligned faces
     */
    public Map<String, float[]> results() {
        Map<String, float[]> copies = new LinkedHashMap<>();
        results.forEach((output, values) -> copies.put(output, values.clone()));
        return copies;
    }

    /**
     * The report in words.
     *
     * @return a line for each finding
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("model", file.toString()));
        lines.add(line("sha256", sha256()));
        lines.add(line("size", String.format(Locale.ROOT, "%,d bytes, %,d parameters", size, parameters())));
        if (!contents.producer().isEmpty()) {
            lines.add(line("made by", contents.producer()));
        }
        metadata().forEach((name, value) -> lines.add(line(name.replaceFirst("^facequality\\.", ""), value)));
        lines.add(line("takes", words(description.inputs())));
        lines.add(line("gives", words(description.outputs())));
        if (!rewrites.isEmpty()) {
            lines.add(line("runs with", String.join(", ", rewrites)));
        }
        if (results.isEmpty()) {
            lines.add(line("not run", "it takes something other than aligned faces [n,3,112,112]"));
        }
        results.forEach((output, values) -> lines.add(line("drawn face", output + " = " + words(values))));
        return List.copyOf(lines);
    }

    private static String line(String what, String value) {
        return String.format(Locale.ROOT, "%-14s %s", what, value);
    }

    private static String words(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toString).collect(Collectors.joining(", "));
    }

    private static String words(float[] values) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_SHOWN, values.length); i++) {
            words.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.4f", values[i]));
        }
        return words.append(values.length > MOST_SHOWN ? " ... (" + values.length + " numbers)" : "").toString();
    }
}

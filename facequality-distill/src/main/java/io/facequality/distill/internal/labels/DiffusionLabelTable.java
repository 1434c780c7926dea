package io.facequality.distill.internal.labels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.Face;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ImageSource;
import io.facequality.internal.SpreadsheetText;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.pipeline.internal.OutputPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A table of labels that grows by a picture at a time and can be taken up again wherever it was broken off. The rows of
 * a picture are written in one go and say how many they are, so a picture is there with all its faces or not at all:
 * what {@link WrittenLabels} finds torn at the end is cut off, and nothing else is ever touched.
 *
 * <p>How the labels came about lies beside the table, {@code FILE.settings.json}, written before the first of them, so
 * that labels of other models or options are not mixed into it. A lock keeps a second process out. What it holds in
 * memory: a bit for each picture.
 */
public final class DiffusionLabelTable implements AutoCloseable {

    private static final List<String> COLUMNS = List.of(
            "path", "face", "faces", "score", "standard_error", "repeats", "noisy", "restored", "noisy_mirrored",
            "restored_mirrored", "mirrored", "balanced");
    private static final String HEADER = String.join(",", COLUMNS) + "\n";
    static final String WHAT = "cannot take up the labels";

    private final Path file;
    private final List<ImageSource> pictures;
    private final FileChannel channel;
    private final BitSet finished = new BitSet();

    private DiffusionLabelTable(Path file, List<ImageSource> pictures, FileChannel channel) {
        this.file = file;
        this.pictures = pictures;
        this.channel = channel;
    }

    /**
     * Begins a table, or takes one up.
     *
     * @param settings all that decides about a label
     * @param pictures the data set, in the order of the identifiers
     */
    public static DiffusionLabelTable open(Path file, Map<String, String> settings, List<ImageSource> pictures) {
        OutputPlace.requireFile(file);
        try {
            Files.createDirectories(WholeFile.folderOf(file));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                DiffusionLabelTable labels = new DiffusionLabelTable(file, pictures, channel);
                labels.lock();
                labels.takeUp(settings);
                return labels;
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private void lock() throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process; the same answer as for another.
        }
        if (lock == null) {
            throw new StorageException(new Problem(
                    WHAT, file.toString(), "a file that nobody else writes to", "one that another run is writing",
                    "Wait for that run to end, or name another file."));
        }
    }

    private void takeUp(Map<String, String> settings) throws IOException {
        WrittenLabels written = WrittenLabels.read(file, COLUMNS, pictures);
        checkSettings(settings, written.isBegun());
        finished.or(written.finished());
        channel.truncate(written.length());
        channel.position(written.length());
        if (written.length() == 0) {
            write(HEADER.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void checkSettings(Map<String, String> settings, boolean begun) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".settings.json");
        String expected = json(settings);
        String found = Files.exists(beside) ? Files.readString(beside) : "";
        if (begun && !found.equals(expected)) {
            throw new InvalidInputException(new Problem(
                    WHAT, file.toString(), "labels that were made with " + expected,
                    found.isEmpty() ? "no " + beside.getFileName() + " beside them" : found,
                    "Use the same models and options, or name another file."));
        }
        if (!found.equals(expected)) {
            WholeFile.write(
                    beside, WholeFile.Existing.REPLACE,
                    stream -> stream.write(expected.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String json(Map<String, String> settings) {
        try {
            return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }

    /** The pictures without labels, in their order. */
    public List<ImageSource> remaining() {
        return IntStream.range(0, pictures.size())
                .filter(place -> !finished.get(place))
                .mapToObj(pictures::get)
                .toList();
    }

    /** Writes a picture's labels through to the disk. */
    public void write(List<Face<DiffusionScore>> faces) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(rows, StandardCharsets.UTF_8)) {
            faces.forEach(face -> csv.writeRecord(row(face, faces.size())));
        } catch (IOException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        try {
            write(rows.toByteArray());
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static List<String> row(Face<DiffusionScore> face, int count) {
        DiffusionScore score = face.value();
        Similarities similarities = score.similarities();
        return List.of(
                SpreadsheetText.marked(face.id().source()),
                Integer.toString(face.id().face()),
                Integer.toString(count),
                Double.toString(score.quality().value()),
                score.standardError().isPresent() ? Double.toString(score.standardError().getAsDouble()) : "",
                Integer.toString(score.repeats().size()),
                Double.toString(similarities.noisy()),
                Double.toString(similarities.restored()),
                Double.toString(similarities.noisyMirrored()),
                Double.toString(similarities.restoredMirrored()),
                Double.toString(similarities.mirrored()),
                Double.toString(similarities.balanced()));
    }

    /** All or nothing, as far as a failure that is noticed goes; the next run sees to the others. */
    private void write(byte[] bytes) throws IOException {
        long before = channel.position();
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private static StorageException unwritable(Path file, IOException cause) {
        return new StorageException(
                new Problem(
                        "cannot write the labels", file.toString(), "a file that takes them", WholeFile.reason(cause),
                        "Free some space, or name another file; what is written stays good."),
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}

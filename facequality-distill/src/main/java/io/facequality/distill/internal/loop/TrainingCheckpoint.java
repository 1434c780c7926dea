package io.facequality.distill.internal.loop;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * All that a training needs to go on as if it had never stopped: weights, the optimizer's averages, the best weights so
 * far, the losses, and how many steps are done. The order of the faces follows from the seed and the step.
 *
 * @param run what the training is; a checkpoint of another run is refused
 * @param step steps done
 * @param sums over the epoch under way, as the training wants them
 * @param best the epoch with the lowest validation loss, 0 for none
 * @param epochs the losses of the epochs done, as rows of numbers
 * @param arrays numbers by name: {@code weight.}, {@code first.}, {@code second.} and {@code best.} and a tensor's name
 */
record TrainingCheckpoint(
        String run, long step, double[] sums, int best, List<double[]> epochs, Map<String, float[]> arrays) {

    private static final String FORMATS = "facequality checkpoint ";

    private static final String MAGIC = FORMATS + "3";

    /** Writes it in place of an earlier one. */
    void write(Path file) {
        WholeFile.replace(file, target -> {
            CheckedOutputStream summed = new CheckedOutputStream(target, new CRC32());
            DataOutputStream stream = new DataOutputStream(summed);
            stream.writeUTF(MAGIC);
            stream.writeUTF(run);
            stream.writeLong(step);
            write(stream, sums);
            stream.writeInt(best);
            stream.writeInt(epochs.size());
            for (double[] losses : epochs) {
                write(stream, losses);
            }
            stream.writeInt(arrays.size());
            for (Map.Entry<String, float[]> array : arrays.entrySet()) {
                stream.writeUTF(array.getKey());
                stream.writeInt(array.getValue().length);
                ByteBuffer bytes = ByteBuffer.allocate(array.getValue().length * Float.BYTES);
                bytes.asFloatBuffer().put(array.getValue());
                stream.write(bytes.array());
            }
            stream.writeLong(summed.getChecksum().getValue());
            stream.flush();
        });
    }

    private static void write(DataOutputStream stream, double[] numbers) throws IOException {
        stream.writeInt(numbers.length);
        for (double number : numbers) {
            stream.writeDouble(number);
        }
    }

    private static double[] readNumbers(DataInputStream stream) throws IOException {
        double[] numbers = new double[stream.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = stream.readDouble();
        }
        return numbers;
    }

    /**
     * Reads one.
     *
     * @param run what the training is
     * @return empty if there is none
     * @throws InvalidInputException if it is of another training, or of another version of this program
     */
    static Optional<TrainingCheckpoint> read(Path file, String run) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        requireFormat(file);
        checkSum(file);
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!stream.readUTF().equals(MAGIC) || !stream.readUTF().equals(run)) {
                throw new InvalidInputException(new Problem(
                        "cannot go on with the training", file.toString(),
                        "a checkpoint of the same settings and data", "one of another training",
                        "Name another folder for the results, or delete the checkpoint."));
            }
            long step = stream.readLong();
            double[] sums = readNumbers(stream);
            int best = stream.readInt();
            List<double[]> epochs = new ArrayList<>();
            for (int left = stream.readInt(); left > 0; left--) {
                epochs.add(readNumbers(stream));
            }
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (int left = stream.readInt(); left > 0; left--) {
                String name = stream.readUTF();
                float[] values = new float[stream.readInt()];
                ByteBuffer.wrap(stream.readNBytes(values.length * Float.BYTES)).asFloatBuffer().get(values);
                arrays.put(name, values);
            }
            return Optional.of(new TrainingCheckpoint(run, step, sums, best, epochs, arrays));
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /** The first two formats had no check sum. */
    private static void requireFormat(Path file) {
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            String format = stream.readUTF();
            if (format.startsWith(FORMATS) && !format.equals(MAGIC)) {
                throw new InvalidInputException(new Problem(
                        "cannot go on with the training", file.toString(), "the format " + MAGIC, format,
                        "Go on with the version that began the training, or name another folder for the results."));
            }
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /** Before anything in it is believed: damaged weights would train on, and a damaged length costs memory. */
    private static void checkSum(Path file) {
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            CRC32 sum = new CRC32();
            byte[] block = new byte[1 << 16];
            for (long left = Files.size(file) - Long.BYTES; left > 0; ) {
                int length = (int) Math.min(left, block.length);
                stream.readFully(block, 0, length);
                sum.update(block, 0, length);
                left -= length;
            }
            if (stream.readLong() != sum.getValue()) {
                throw new IOException("another check sum");
            }
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static StorageException damaged(Path file, IOException cause) {
        return new StorageException(
                new Problem("cannot go on with the training", file.toString(), "a whole checkpoint", cause.toString(),
                        "Delete it and start anew."),
                cause);
    }
}

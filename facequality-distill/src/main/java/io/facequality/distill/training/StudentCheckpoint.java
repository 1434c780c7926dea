package io.facequality.distill.training;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a training needs to go on as if it had never stopped: weights, the optimiser's averages, the best weights so
 * far, the losses, and how many steps are done. The order of the faces follows from the seed and the step.
 *
 * @param run what the training is; a checkpoint of another run is refused
 * @param step steps done
 * @param epochLoss sums over the epoch under way: loss, consistency, quality, faces
 * @param best the epoch with the lowest validation loss, 0 for none
 * @param epochs the losses of the epochs done
 * @param arrays numbers by name: {@code weight.}, {@code first.}, {@code second.} and {@code best.} and a tensor's name
 */
record StudentCheckpoint(
        String run, long step, double[] epochLoss, int best, List<EpochLosses> epochs, Map<String, float[]> arrays) {

    private static final String MAGIC = "facequality checkpoint 1";

    /** Writes it in place of an earlier one. */
    void write(Path file) {
        WholeFile.replace(file, target -> {
            DataOutputStream stream = new DataOutputStream(target);
            stream.writeUTF(MAGIC);
            stream.writeUTF(run);
            stream.writeLong(step);
            for (double sum : epochLoss) {
                stream.writeDouble(sum);
            }
            stream.writeInt(best);
            stream.writeInt(epochs.size());
            for (EpochLosses losses : epochs) {
                stream.writeInt(losses.epoch());
                stream.writeDouble(losses.loss());
                stream.writeDouble(losses.consistency());
                stream.writeDouble(losses.quality());
                stream.writeDouble(losses.validationLoss());
                stream.writeDouble(losses.validationConsistency());
                stream.writeDouble(losses.validationQuality());
            }
            stream.writeInt(arrays.size());
            for (Map.Entry<String, float[]> array : arrays.entrySet()) {
                stream.writeUTF(array.getKey());
                stream.writeInt(array.getValue().length);
                ByteBuffer bytes = ByteBuffer.allocate(array.getValue().length * Float.BYTES);
                bytes.asFloatBuffer().put(array.getValue());
                stream.write(bytes.array());
            }
            stream.flush();
        });
    }

    /**
     * Reads one.
     *
     * @param run what the training is
     * @return empty if there is none
     * @throws InvalidInputException if it is of another training
     */
    static Optional<StudentCheckpoint> read(Path file, String run) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!stream.readUTF().equals(MAGIC) || !stream.readUTF().equals(run)) {
                throw new InvalidInputException(new Problem(
                        "cannot go on with the training", file.toString(),
                        "a checkpoint of the same settings, teacher and labels", "one of another training",
                        "Name another folder for the results, or delete the checkpoint."));
            }
            long step = stream.readLong();
            double[] epochLoss = {
                stream.readDouble(), stream.readDouble(), stream.readDouble(), stream.readDouble()
            };
            int best = stream.readInt();
            List<EpochLosses> epochs = new ArrayList<>();
            for (int left = stream.readInt(); left > 0; left--) {
                epochs.add(new EpochLosses(
                        stream.readInt(), stream.readDouble(), stream.readDouble(), stream.readDouble(),
                        stream.readDouble(), stream.readDouble(), stream.readDouble()));
            }
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (int left = stream.readInt(); left > 0; left--) {
                String name = stream.readUTF();
                float[] values = new float[stream.readInt()];
                ByteBuffer.wrap(stream.readNBytes(values.length * Float.BYTES)).asFloatBuffer().get(values);
                arrays.put(name, values);
            }
            return Optional.of(new StudentCheckpoint(run, step, epochLoss, best, epochs, arrays));
        } catch (IOException | BufferUnderflowException e) {
            throw new StorageException(
                    new Problem("cannot go on with the training", file.toString(), "a whole checkpoint", e.toString(),
                            "Delete it and start anew."),
                    e);
        }
    }
}

package io.facequality.onnx.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.RunMemory;
import java.io.IOException;

/**
 * How many pictures a diffusion works on at once within a memory limit: how many go through the networks in one run,
 * and how many are between two runs.
 *
 * @param batchSize pictures of one run
 * @param pictures pictures of one wave, at least 2
 */
public record DiffusionMemory(int batchSize, int pictures) {

    /** A picture between runs: noised, restored, as the network gave it, and its face's share of the waiting ones. */
    private static final long HELD = 6L * PixelPacking.FLOATS * Float.BYTES;

    /** ONNX Runtime takes memory in steps that double, and operators need some room of their own. */
    private static final int SLACK = 2;

    /** What is supposed of a network that cannot be looked into: more than the published UNet takes. */
    private static final long UNKNOWN_NETWORK = 256L << 20;

    /** More pictures than this at once make nothing faster. */
    private static final int MOST = 64;

    private static final int LEAST = 2;

    /** Shares out a limit. */
    public static DiffusionMemory within(long limit, ModelFile denoiser, ModelFile embedder, int wantedBatchSize) {
        long network = SLACK * (bytesOfOne(denoiser) + bytesOfOne(embedder));
        long least = network + LEAST * HELD;
        if (limit < least) {
            throw new InvalidInputException(new Problem(
                    "cannot score by diffusion", "the memory limit",
                    "at least " + least + " bytes for " + denoiser.name() + " and " + embedder.name(),
                    Long.toString(limit), "Raise the limit."));
        }
        int batch = (int) Math.max(1, Math.min(wantedBatchSize, (limit - LEAST * HELD) / (network + HELD)));
        return new DiffusionMemory(batch, picturesBetweenRuns(limit - batch * network));
    }

    /** How many pictures of a wave fit. */
    public static int picturesBetweenRuns(long limit) {
        return (int) Math.max(LEAST, Math.min(MOST, limit / HELD));
    }

    private static long bytesOfOne(ModelFile file) {
        try (ModelBytes bytes = RewrittenSession.bytes(file)) {
            return RunMemory.ofOne(bytes).orElse(UNKNOWN_NETWORK);
        } catch (IOException e) {
            // The one who opens it next has better words for that.
            return 0;
        }
    }
}

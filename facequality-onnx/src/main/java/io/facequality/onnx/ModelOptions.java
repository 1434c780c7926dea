package io.facequality.onnx;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;

/** How a model is run: threads, execution provider, memory. Immutable. */
public final class ModelOptions {

    private final int threads;
    private final ExecutionProvider provider;
    private final int device;
    private final int batchSize;
    private final boolean memoryArena;
    private final boolean rewrites;

    private ModelOptions(Builder builder) {
        this.threads = builder.threads;
        this.provider = builder.provider;
        this.device = builder.device;
        this.batchSize = builder.batchSize;
        this.memoryArena = builder.memoryArena;
        this.rewrites = builder.rewrites;
    }

    /**
     * One thread for each call, on the processor: call from as many threads as there are cores.
     *
     * @return the defaults
     */
    public static ModelOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Threads that work together on one call.
     *
     * @return at least 1
     */
    public int threads() {
        return threads;
    }

    /**
     * What the model runs on.
     *
     * @return the provider
     */
    public ExecutionProvider provider() {
        return provider;
    }

    /**
     * Which card, where there are several.
     *
     * @return its number from 0
     */
    public int device() {
        return device;
    }

    /**
     * How many faces go through the model in one run, at most. A model with a fixed batch overrides it.
     *
     * @return at least 1
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * Whether ONNX Runtime keeps the memory of a run for the next.
     *
     * @return true for speed, false for the smallest footprint between runs
     */
    public boolean memoryArena() {
        return memoryArena;
    }

    /**
     * Whether a model's graph is rewritten in memory to run faster, with the same results but for rounding.
     *
     * @return true unless switched off
     */
    public boolean rewrites() {
        return rewrites;
    }

    /**
     * The same with another batch size.
     *
     * @param size how many faces go through the model in one run, at most; at least 1
     * @return other options
     */
    public ModelOptions withBatchSize(int size) {
        Builder builder = new Builder();
        builder.threads = threads;
        builder.provider = provider;
        builder.device = device;
        builder.memoryArena = memoryArena;
        builder.rewrites = rewrites;
        return builder.batchSize(size).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelOptions that
                && threads == that.threads
                && provider == that.provider
                && device == that.device
                && batchSize == that.batchSize
                && memoryArena == that.memoryArena
                && rewrites == that.rewrites;
    }

    @Override
    public int hashCode() {
        return Objects.hash(threads, provider, device, batchSize, memoryArena, rewrites);
    }

    @Override
    public String toString() {
        return "ModelOptions[threads=" + threads + ", provider=" + provider + ", device=" + device + ", batchSize="
                + batchSize + ", memoryArena=" + memoryArena + ", rewrites=" + rewrites + "]";
    }

    /** Collects options; not safe to share between threads. */
    public static final class Builder {

        private int threads = 1;
        private ExecutionProvider provider = ExecutionProvider.CPU;
        private int device;
        private int batchSize = 8;
        private boolean memoryArena = true;
        private boolean rewrites = true;

        private Builder() {}

        /**
         * Sets the threads that work together on one call; 1 by default, which is fastest when calls come from several
         * threads.
         *
         * @param threads at least 1
         * @return this builder
         */
        public Builder threads(int threads) {
            this.threads = atLeast(1, threads, "threads");
            return this;
        }

        /**
         * Sets what the model runs on; {@link ExecutionProvider#CPU} by default.
         *
         * @param provider the provider
         * @return this builder
         */
        public Builder provider(ExecutionProvider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets which card is used; 0 by default.
         *
         * @param device its number from 0
         * @return this builder
         */
        public Builder device(int device) {
            this.device = atLeast(0, device, "device");
            return this;
        }

        /**
         * Sets how many faces go through the model in one run, at most; 8 by default.
         *
         * @param batchSize at least 1
         * @return this builder
         */
        public Builder batchSize(int batchSize) {
            this.batchSize = atLeast(1, batchSize, "batch size");
            return this;
        }

        /**
         * Gives the memory of a run back after it; by default ONNX Runtime keeps it for the next run, which is faster.
         *
         * @return this builder
         */
        public Builder withoutMemoryArena() {
            this.memoryArena = false;
            return this;
        }

        /**
         * Runs a model as its file has it, to look for the cause of a difference. By default its graph is rewritten to
         * run faster when it is opened: results differ in the last bits only, and the file stays untouched. The rewrites
         * are made for the processor; with another execution provider a model always runs as it is.
         *
         * @return this builder
         */
        public Builder withoutRewrites() {
            this.rewrites = false;
            return this;
        }

        /**
         * Fixes the options.
         *
         * @return the options
         */
        public ModelOptions build() {
            return new ModelOptions(this);
        }

        private static int atLeast(int minimum, int value, String name) {
            if (value < minimum) {
                throw InvalidInputException.ofValue("ModelOptions", name + " of at least " + minimum, value);
            }
            return value;
        }
    }

    /** What a model runs on. All but {@link #CPU} need more than the default dependencies. */
    public enum ExecutionProvider {
        /** The processor; always there. */
        CPU,
        /** An NVIDIA card; needs {@code com.microsoft.onnxruntime:onnxruntime_gpu} in place of {@code onnxruntime}. */
        CUDA,
        /** An NVIDIA card through TensorRT; needs the same artifact as {@link #CUDA}, and TensorRT itself. */
        TENSORRT,
        /** Apple's Core ML; needs macOS, where {@code com.microsoft.onnxruntime:onnxruntime} has it. */
        CORE_ML,
        /** Any card on Windows; needs an ONNX Runtime that was built with DirectML. */
        DIRECT_ML
    }
}

package io.facequality.onnx;

/** What a model runs on. All but {@link #CPU} need more than the default dependencies. */
public enum ExecutionProvider {
    /** The processor; always there. */
    CPU,
    /** An NVIDIA card; needs {@code com.microsoft.onnxruntime:onnxruntime_gpu} in place of {@code onnxruntime}. */
    CUDA,
    /** An NVIDIA card through TensorRT; needs the same artifact as {@link #CUDA}, and TensorRT itself. */
    TENSORRT,
    /** Apple's Core ML. */
    CORE_ML,
    /** Any card on Windows; needs an ONNX Runtime that was built with DirectML. */
    DIRECT_ML
}

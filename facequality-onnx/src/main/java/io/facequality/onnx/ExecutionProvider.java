package io.facequality.onnx;

import ai.onnxruntime.OrtProvider;

/** What a model runs on. All but {@link #CPU} need more than the default dependencies. */
public enum ExecutionProvider {
    /** The processor; always there. */
    CPU(OrtProvider.CPU, "Put com.microsoft.onnxruntime:onnxruntime on the class path."),
    /** An NVIDIA card; needs {@code com.microsoft.onnxruntime:onnxruntime_gpu} in place of {@code onnxruntime}. */
    CUDA(
            OrtProvider.CUDA,
            "Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, and install CUDA"
                    + " and cuDNN; or use the execution provider CPU."),
    /** An NVIDIA card through TensorRT; needs the same artifact as {@link #CUDA}, and TensorRT itself. */
    TENSORRT(
            OrtProvider.TENSOR_RT,
            "Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, and install CUDA,"
                    + " cuDNN and TensorRT; or use the execution provider CPU."),
    /** Apple's Core ML; needs macOS, where {@code com.microsoft.onnxruntime:onnxruntime} has it. */
    CORE_ML(
            OrtProvider.CORE_ML,
            "Run on macOS with com.microsoft.onnxruntime:onnxruntime; or use the execution provider CPU."),
    /** Any card on Windows; needs an ONNX Runtime that was built with DirectML. */
    DIRECT_ML(
            OrtProvider.DIRECT_ML,
            "Run on Windows with a build of com.microsoft.onnxruntime:onnxruntime that was made with DirectML; or use"
                    + " the execution provider CPU.");

    private final OrtProvider runtimeName;
    private final String remedy;

    ExecutionProvider(OrtProvider runtimeName, String remedy) {
        this.runtimeName = runtimeName;
        this.remedy = remedy;
    }

    /** What ONNX Runtime calls it. */
    public OrtProvider runtimeName() {
        return runtimeName;
    }

    /** What to do where it is missing. */
    public String remedy() {
        return remedy;
    }
}

package io.facequality.onnx.internal;

import ai.onnxruntime.OrtProvider;
import io.facequality.onnx.ModelOptions.ExecutionProvider;

/**
 * What an execution provider needs.
 *
 * @param runtimeName what ONNX Runtime calls it
 * @param remedy what to do where it is missing
 */
public record ProviderSupport(OrtProvider runtimeName, String remedy) {

    public static ProviderSupport of(ExecutionProvider provider) {
        return switch (provider) {
            case CPU -> new ProviderSupport(
                    OrtProvider.CPU, "Put com.microsoft.onnxruntime:onnxruntime on the class path.");
            case CUDA -> new ProviderSupport(
                    OrtProvider.CUDA,
                    "Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, and"
                            + " install CUDA and cuDNN; or use the execution provider CPU.");
            case TENSORRT -> new ProviderSupport(
                    OrtProvider.TENSOR_RT,
                    "Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of onnxruntime, and"
                            + " install CUDA, cuDNN and TensorRT; or use the execution provider CPU.");
            case CORE_ML -> new ProviderSupport(
                    OrtProvider.CORE_ML,
                    "Run on macOS with com.microsoft.onnxruntime:onnxruntime; or use the execution provider CPU.");
            case DIRECT_ML -> new ProviderSupport(
                    OrtProvider.DIRECT_ML,
                    "Run on Windows with a build of com.microsoft.onnxruntime:onnxruntime that was made with DirectML;"
                            + " or use the execution provider CPU.");
        };
    }
}

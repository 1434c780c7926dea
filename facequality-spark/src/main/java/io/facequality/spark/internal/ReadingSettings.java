package io.facequality.spark.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.internal.Sha256;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Limits;
import io.facequality.pipeline.internal.Version;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How executors read pictures; travels to them. All faces of a picture are taken, where they are aligned.
 *
 * @param version the version of the library
 * @param models the digests of the embedded models
 * @param model the file that scores and embeds in place of the embedded model
 */
public record ReadingSettings(
        String version,
        String models,
        Crop.Kind kind,
        Resizing resizing,
        @Nullable Orientation orientation,
        long memory,
        long pixels,
        int fileBytes,
        @Nullable SentModel model)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * A model's file, which Spark brings to the executors.
     *
     * @param name the file's name, without folders
     */
    public record SentModel(String name, String sha256, ChannelOrder channelOrder, double mean, double deviation)
            implements Serializable {

        private static final long serialVersionUID = 1;

        public static SentModel of(Path file, ModelContract contract) {
            try {
                return new SentModel(
                        String.valueOf(file.getFileName()), Sha256.of(file), contract.channelOrder(), contract.mean(),
                        contract.deviation());
            } catch (IOException e) {
                throw new StorageException(
                        new Problem(
                                "cannot read the model", file.toString(), "a file that can be read",
                                String.valueOf(e.getMessage()), "Name the file of a model on the driver's machine."),
                        e);
            }
        }

        ModelContract contract() {
            return new ModelContract(channelOrder, mean, deviation);
        }
    }

    public static ReadingSettings of(Crop crop, Limits limits, Optional<SentModel> model) {
        return new ReadingSettings(
                Version.current(), embeddedModels(), crop.kind(), crop.resizing(), crop.orientation().orElse(null),
                limits.memory(), limits.pixels(), limits.fileBytes(), model.orElse(null));
    }

    static String embeddedModels() {
        return Arrays.stream(EmbeddedModel.values())
                .map(EmbeddedModel::sha256)
                .collect(Collectors.joining(" "));
    }

    /** What tells tables apart that other settings made; how much memory there is has no part in a face. */
    public String madeBy() {
        return StepTables.id(version, models, kind, resizing, orientation, pixels, fileBytes, model);
    }

    /** Opens a pipeline for one task at a time and more. */
    FacePipeline open() {
        FacePipeline.Builder builder = FacePipeline.builder()
                .crop(new Crop(kind, resizing, Optional.ofNullable(orientation)))
                .faces(FaceChoice.ALL)
                .limits(new Limits(memory, pixels, fileBytes))
                .threads(1);
        if (model != null) {
            Path file = ArrivedModel.file(model);
            builder.scorer(file, model.contract()).embedder(file, model.contract());
        }
        return builder.build();
    }
}

package io.facequality.cli.internal.models;

import io.facequality.AlignedFace;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.PictureResults;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.convert.ModelQuantization;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a model to 8 bits. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality models quantize [OPTION]... MODEL --calibrate DIR --out FILE",
        header = "Convert a model to 8 bits, if it stays accurate and becomes faster.",
        description = {
            "Calibrates on every second face of DIR, and compares with the original on the others. The new model is "
                    + "written only if the Spearman correlation of the qualities is at least 0.995, the mean cosine of "
                    + "the embeddings at least 0.99, and the model faster than the original on this machine; otherwise "
                    + "the figures say why not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality models quantize ediffiqa_tiny.onnx --calibrate photos --out ediffiqa_tiny_int8.onnx",
            "  facequality models quantize --crop as-is ediffiqa_tiny.onnx --calibrate crops --out small.onnx"
        })
public final class QuantizeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "The model (ONNX, float32).")
    private Path model;

    @Option(
            names = "--calibrate",
            paramLabel = "DIR",
            required = true,
            description = "A folder with pictures of faces like those that the model is meant for; at least 100.")
    private Path pictures;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to write the new model to; an earlier one is replaced.")
    private Path out;

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model wants. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder channels;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    public QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelQuantization.requireWritable(out);
        try (ProgressDisplay display = progress.display(console);
                FacePipeline pipeline = run.builder().listener(display).build()) {
            List<AlignedFace> faces = new ArrayList<>();
            PictureResults<AlignedFace> results = new PictureResults<>(
                    found -> found.forEach(face -> faces.add(face.value())), display);
            PictureSearch.Found found = run.search().below(pictures);
            pipeline.process(found.pictures(), FaceWork.aligned(), results);
            results.summarize(found.passedOver());
            ModelQuantization quantization = ModelQuantization.of(
                    ModelFile.of(model), ModelContract.ediffiqa().withChannelOrder(channels), faces, display);
            display.close();
            quantization.write(out);
            console.words().println(out + ": " + Counts.of(quantization.nodes(), "node") + " in 8 bits; "
                    + quantization.figures());
            return run.exitCode(results.rejected());
        }
    }
}

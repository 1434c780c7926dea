package io.facequality.cli.internal.models;

import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.convert.FidelityGate;
import io.facequality.convert.ModelImport;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline.Crop;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an ONNX model of published weights. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality models import [OPTION]... WEIGHTS --out FILE.onnx",
        header = "Make an ONNX model from published weights (.pth, .pt, .safetensors).",
        description = {
            "Reads a PyTorch checkpoint or a safetensors file, recognizes the network by its tensors, builds it, "
                    + "runs it on an artificial face, and reports. Python is not needed, and nothing in the file is "
                    + "executed.",
            "Known networks: MobileFaceNet and IResNet (18, 34, 50, 100), with or without eDifFIQA's quality head, and "
                    + "DifFIQA's diffusion UNet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality models import ediffiqaL.pth --out ediffiqaL.onnx",
            "  facequality models import r100.pth --out embedder.onnx",
            "  facequality models import ediffiqaL.pth --float16 --calibrate photos --out half.onnx",
            "  facequality models import model.pt --weights ema --out unet.onnx"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int MOST_NAMED = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WEIGHTS", description = "The file of the weights.")
    private Path weights;

    @Option(
            names = "--out",
            paramLabel = "FILE.onnx",
            required = true,
            description = "The model to write; an earlier one is replaced.")
    private Path out;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description = "Take what WEIGHTS lacks from this file, such as the backbone of a quality head that was "
                    + "saved alone. What WEIGHTS has stays.")
    private @Nullable Path backbone;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            description = "The part of a training checkpoint to take, such as model or ema. Default: the file's own "
                    + "tensors, or else those of model, state_dict or ema.")
    private @Nullable String group;

    @Option(
            names = "--float16",
            description = "Store the weights in 16 bits, which halves the file. The model still computes in 32 "
                    + "bits, and is not faster. It is written only if its results for the faces of --calibrate stay "
                    + "close, as for 'models quantize': the Spearman correlation of the qualities is at least "
                    + "0.995, and the mean cosine of the embeddings at least 0.99.")
    private boolean halved;

    @Option(
            names = "--calibrate",
            paramLabel = "DIR",
            description = "For --float16: a folder with pictures of faces like those that the model is meant for; at "
                    + "least 50.")
    private @Nullable Path images;

    @Option(
            names = "--crop",
            paramLabel = "align|as-is",
            defaultValue = "align",
            description = "For --calibrate, align: find the faces and align them. as-is: every picture is one aligned "
                    + "face already. Default: ${DEFAULT-VALUE}.")
    private Crop.Kind crop;

    @Option(
            names = "--leave-out-unknown",
            description = "Leave out tensors that the network does not have, instead of refusing the file.")
    private boolean leaveOutUnknown;

    @Override
    public Integer call() {
        ModelImport.Imported imported = settings().writeTo(out);
        PrintWriter words = spec.commandLine().getOut();
        imported.report().lines().forEach(words::println);
        tellOfTheRest(imported, spec.commandLine().getErr());
        return 0;
    }

    private ModelImport settings() {
        ModelImport.Builder builder = ModelImport.of(weights);
        if (backbone != null) {
            builder.backbone(backbone);
        }
        if (group != null) {
            builder.group(group);
        }
        if (halved) {
            builder.halfPrecision(gate());
        } else if (images != null) {
            throw new ParameterException(
                    spec.commandLine(), "--calibrate is for --float16; exact weights need no check");
        }
        if (leaveOutUnknown) {
            builder.leaveOutUnknown();
        }
        return builder.build();
    }

    private FidelityGate gate() {
        if (images == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--float16 needs faces to compare: name a folder with pictures of at least "
                            + FidelityGate.Figures.FEWEST_FACES + ", --calibrate DIR");
        }
        CalibrationFaces faces = new CalibrationFaces(spec.commandLine().getErr());
        return FidelityGate.of(ModelContract.ediffiqa(), faces.below(images, crop), faces);
    }

    private void tellOfTheRest(ModelImport.Imported imported, PrintWriter err) {
        if (backbone != null) {
            err.println(imported.fromBackbone() == 0
                    ? weights + " is whole; nothing was taken from " + backbone
                    : imported.fromBackbone() + " tensors were taken from " + backbone);
        }
        List<String> leftOut = imported.leftOut();
        if (!leftOut.isEmpty()) {
            err.println(leftOut.size() + " tensors were left out: "
                    + String.join(", ", leftOut.subList(0, Math.min(MOST_NAMED, leftOut.size())))
                    + (leftOut.size() > MOST_NAMED ? ", ..." : ""));
        }
    }
}

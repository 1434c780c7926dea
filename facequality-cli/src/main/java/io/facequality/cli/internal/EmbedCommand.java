package io.facequality.cli.internal;

import io.facequality.Embedding;
import io.facequality.Face;
import io.facequality.catalogue.CatalogueEntry;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.internal.EmbeddingFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds faces. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality embed [OPTION]... PATH... --out FILE.npy",
        header = "Embed faces.",
        description = {
            "Writes one embedding per face: FILE.npy, float32 of shape [n,d], its rows in the order of the pictures, and "
                    + "FILE.csv, which names the rows (row,path,face).",
            "The numbers are the model's own; divide a row by its length before comparing it with others.",
            "Pictures that cannot be used are named on standard error, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality embed photos --out faces.npy",
            "  facequality embed --crop as-is aligned-crops --out faces.npy",
            "  facequality embed photos --model bgr.onnx --channels bgr --out faces.npy"
        })
final class EmbedCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private PathArguments arguments;

    @Option(
            names = "--out",
            paramLabel = "FILE.npy",
            required = true,
            description = "The file to write the embeddings to; earlier ones are replaced.")
    private Path out;

    @Mixin
    private ModelOption model;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    EmbedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EmbeddingFile.requireWritable(out);
        PictureSearch.Found found = arguments.pictures(run.search());
        FacePipeline.Builder builder = run.builder();
        model.ifGiven(CatalogueEntry.Use.EMBEDDING, builder::embedder);
        try (ProgressDisplay display = progress.display(console);
                FacePipeline pipeline = builder.listener(display).build()) {
            return run.exitCode(embed(found, pipeline, display));
        }
    }

    private long embed(PictureSearch.Found found, FacePipeline pipeline, ProgressDisplay display) {
        List<Face<Embedding>> embedded = new ArrayList<>();
        PictureResults<Embedding> results = new PictureResults<>(embedded::addAll, display);
        pipeline.process(found.pictures(), FaceWork.embedded(), results);
        results.summarize(found.passedOver());
        EmbeddingFile.write(out, embedded);
        display.close();
        console.words()
                .println(Counts.of(embedded.size(), "face") + " of " + Counts.of(results.pictures(), "picture") + ", "
                        + results.rejected() + " rejected: " + out + ", " + EmbeddingFile.table(out));
        return results.rejected();
    }
}

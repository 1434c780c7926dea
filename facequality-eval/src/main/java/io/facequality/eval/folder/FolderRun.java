package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ImageSource;
import io.facequality.Outcome.Rejection;
import io.facequality.ProgressListener.Progress;
import io.facequality.eval.Degradation;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.folder.ModelResultCache.KnownPicture;
import io.facequality.eval.folder.ModelResultCache.NewResults;
import io.facequality.eval.internal.degradation.DegradationSeries;
import io.facequality.eval.internal.report.ReportFiles;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.FaceCrop;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.internal.PictureIdentity;
import io.facequality.pipeline.internal.Version;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One evaluation of one folder: runs the models where results are missing, measures, writes. */
final class FolderRun {

    private final FolderEvaluation.Builder settings;
    private final FolderPairs pairs;
    private final Path people;
    private final PictureSearch.Found found;
    private final List<ImageSource> sources;
    private final Path cache;
    private final EvaluationFiles files;
    private final ReportFiles reports;
    private final List<RejectedPicture> rejected = new ArrayList<>();

    FolderRun(FolderEvaluation.Builder settings, Path people, Path out) {
        this.settings = settings;
        this.people = people;
        this.cache = Objects.requireNonNullElseGet(settings.cache, () -> out.resolve("cache"));
        this.pairs = new FolderPairs(people, settings.pairs, settings.sampling);
        this.found = pairs.pictures(settings.search.notIn(List.of(out, cache)));
        this.sources = found.pictures();
        this.files = new EvaluationFiles(out);
        this.reports = new ReportFiles(files);
    }

    EvaluatedFolder run() {
        Map<String, String> preparation = settings.pictures.settings();
        Evaluation evaluation = evaluation(preparation);
        try (ModelResultCache results = open(preparation)) {
            List<KnownPicture> usable = completed(results, evaluation);
            if (usable.isEmpty()) {
                throw noneUsable();
            }
            EvaluatedFaces faces = results.faces(usable);
            EvaluationResult measured = evaluation.measure(faces, pairs.among(faces));
            FacesToShow shown = new FacesToShow(faces, settings.degradedFaces, settings.facesToShow);
            shown.read(settings.pictures, sources);
            ExplainedFaces explained = new ExplainedFaces(faces, settings.explainedFaces);
            explained.read(settings.pictures, sources);
            EvaluationResult result = measured.withDegradations(degradations(shown.clean()))
                    .withExplained(explained.explained());
            reports.write(result, faces, shown.contactSheets());
            return new EvaluatedFolder(result, faces, rejected, found.passedOver(), files);
        }
    }

    private InvalidInputException noneUsable() {
        return new InvalidInputException(new Problem(
                "cannot evaluate", people.toString(), "at least one picture that can be used",
                "none among " + sources.size() + (sources.size() == 1 ? " picture" : " pictures"),
                "Take crops that are aligned already as they are, or name another folder."));
    }

    private Evaluation evaluation(Map<String, String> preparation) {
        Evaluation.Builder evaluation = settings.evaluation.toBuilder()
                .threads(settings.threads)
                .preparation(preparation)
                .software("facequality " + Version.current())
                .listener((done, total) ->
                        settings.listener.onProgress(new Progress(Progress.Stage.MEASURING, done, total, 0)));
        settings.models.scorers()
                .forEach(it -> it.calibration().ifPresent(found -> evaluation.calibration(it.label(), found)));
        return evaluation.build();
    }

    private ModelResultCache open(Map<String, String> preparation) {
        ModelResultCache.Builder results = ModelResultCache.builder(cache, preparation);
        settings.models.scorers().forEach(it -> results.scorer(it.label(), it.scorer(), it.settings()));
        settings.models.embedders().forEach(it -> results.embedder(it.label(), it.embedder(), it.settings()));
        return results.open();
    }

    /** The usable pictures, once the results of all models are in the cache. */
    private List<KnownPicture> completed(ModelResultCache results, Evaluation evaluation) {
        Map<String, String> digests = new LinkedHashMap<>();
        List<ImageSource> incomplete = new ArrayList<>();
        for (ImageSource source : sources) {
            Optional<String> digest = PictureIdentity.sha256(source);
            if (digest.isPresent() && results.isComplete(digest.get())) {
                digests.put(source.id(), digest.get());
            } else {
                incomplete.add(source);
            }
        }
        PartialReports parts =
                new PartialReports(evaluation, pairs::among, reports, digests.size(), sources.size());
        settings.pictures.process(incomplete, FaceWork.by(crops -> run(results, crops)), picture -> {
            picture.faces().accept(
                    faces -> {
                        // Of several faces the first one counts; of equal pictures the first results.
                        NewResults first = faces.get(0).value();
                        results.store(first);
                        digests.put(picture.source(), first.pictureSha256());
                    },
                    rejection -> reject(picture.source(), rejection));
            parts.writeIfDue(digests.size(), () -> results.faces(usable(results, digests)));
        });
        return usableInOrder(results, digests);
    }

    private static List<NewResults> run(ModelResultCache results, List<FaceCrop> crops) {
        return results.run(
                crops.stream().map(FaceCrop::pictureSha256).toList(),
                crops.stream().map(FaceCrop::face).toList());
    }

    private static List<KnownPicture> usable(ModelResultCache results, Map<String, String> digests) {
        return digests.entrySet().stream()
                .filter(entry -> results.isUsable(entry.getValue()))
                .map(entry -> known(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static KnownPicture known(String name, String digest) {
        return new KnownPicture(name, FolderPairs.person(name), digest);
    }

    /** In the order of the sources; the others are rejected. */
    private List<KnownPicture> usableInOrder(ModelResultCache results, Map<String, String> digests) {
        List<KnownPicture> usable = new ArrayList<>();
        for (ImageSource source : sources) {
            String digest = digests.get(source.id());
            if (digest == null) {
                continue;
            }
            if (results.isUsable(digest)) {
                usable.add(known(source.id(), digest));
            } else {
                reject(source.id(), unusable(source.id()));
            }
        }
        return usable;
    }

    private static Rejection unusable(String picture) {
        return new Rejection(
                Rejection.Cause.UNUSABLE_RESULT,
                new Problem(
                        "cannot compare the face", picture, "a finite embedding that is not zero", "another",
                        "Leave the picture out, or compare with another embedder."));
    }

    private void reject(String picture, Rejection rejection) {
        RejectedPicture it = new RejectedPicture(picture, rejection.cause(), rejection.message());
        rejected.add(it);
        settings.rejections.accept(it);
    }

    private List<Degradation.Result> degradations(List<AlignedFace> clean) {
        return clean.isEmpty()
                ? List.of()
                : settings.models.scorers().stream()
                        .flatMap(it -> DegradationSeries.measure(
                                it.label(), it.scorer(), clean, settings.sampling.seed(), settings.threads)
                                .stream())
                        .toList();
    }
}

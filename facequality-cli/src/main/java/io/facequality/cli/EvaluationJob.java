package io.facequality.cli;

import io.facequality.AlignedFace;
import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.Rejection;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.ContactSheet;
import io.facequality.eval.DegradationResult;
import io.facequality.eval.DegradationSeries;
import io.facequality.eval.Evaluation;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.EvaluationSummary;
import io.facequality.eval.FaceChoices;
import io.facequality.eval.FaceJudges;
import io.facequality.eval.FaceJudges.KnownPicture;
import io.facequality.eval.JudgedFaces;
import io.facequality.eval.PairSampling;
import io.facequality.pipeline.FaceCrop;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FoundPictures;
import io.facequality.pipeline.LabelledPairs;
import io.facequality.pipeline.PassedOver;
import io.facequality.pipeline.Picture;
import io.facequality.pipeline.PictureFinder;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.Progress;
import io.facequality.pipeline.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in, an evaluation out: judges what is not known yet, measures, writes.
 *
 * @param root the folder
 * @param pairsFile the pairs; null to draw them from the folders
 * @param out where the results go
 * @param cache where what the models said is kept
 * @param sampling which pairs are drawn
 * @param degraded how many clean faces are made worse
 * @param shown how many faces each contact sheet shows
 */
record EvaluationJob(
        Path root, @Nullable Path pairsFile, Path out, Path cache, PairSampling sampling, int degraded, int shown) {

    /** Figures of a part are made after so many judged pictures, then after twice as many, and so on. */
    private static final long FIRST_PART = 1000;

    /** What came of it. */
    record Result(List<String> lines, long rejected) {}

    Result run(
            EvaluatedModels models,
            RunOptions run,
            ProgressDisplay display,
            UnaryOperator<Evaluation.Builder> settings,
            String reference,
            List<String> notes) {
        Optional<LabelledPairs> labelled = Optional.ofNullable(pairsFile).map(file -> LabelledPairs.read(file, root));
        FoundPictures found = labelled.map(this::named).orElseGet(() -> found(run.search()));
        try (EvaluatedModels.Open open = models.open(run.modelOptions());
                FacePipeline pipeline = run.builder().listener(display).build()) {
            Map<String, String> preparation = pipeline.preparation();
            FaceJudges.Builder judges = FaceJudges.builder(cache, preparation);
            open.addTo(judges, run.provider());
            Evaluation.Builder evaluation = settings.apply(Evaluation.builder())
                    .threads(run.threads())
                    .provenance(reference, preparation, "facequality " + Version.current(), notes);
            open.addCalibrationsTo(evaluation);
            try (FaceJudges memory = judges.open()) {
                Work work = new Work(pipeline, open, memory, evaluation, labelled, display, run.threads());
                return work.run(found);
            }
        }
    }

    private FoundPictures found(PictureSearch search) {
        FoundPictures found = search.notIn(List.of(out, cache)).below(root);
        if (found.pictures().isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate", root.toString(), "at least one picture in the folder or below it",
                    PathArguments.nothingFound(found.passedOver()),
                    "Name a folder with one sub-folder of pictures (JPEG, PNG, WebP, BMP, TIFF) for each person."));
        }
        return found;
    }

    /** The pictures that pairs name; a name that is written in two ways is one. */
    private FoundPictures named(LabelledPairs pairs) {
        Map<String, ImageSource> byName = new LinkedHashMap<>();
        pairs.pictures().forEach(path -> byName.putIfAbsent(name(path), ImageSource.of(name(path), path)));
        return new FoundPictures(List.copyOf(byName.values()), PassedOver.nothing());
    }

    /** A picture's path from the root on. */
    private String name(Path picture) {
        return root.toAbsolutePath()
                .normalize()
                .relativize(picture.toAbsolutePath().normalize())
                .toString()
                .replace(picture.getFileSystem().getSeparator(), "/");
    }

    private static String person(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? "." : name.substring(0, end);
    }

    /** One run over pictures, with everything open. */
    private final class Work {

        private final FacePipeline pipeline;
        private final EvaluatedModels.Open models;
        private final FaceJudges judges;
        private final Evaluation.Builder evaluation;
        private final Optional<LabelledPairs> labelled;
        private final ProgressDisplay display;
        private final int threads;
        private final EvaluationFiles files = new EvaluationFiles(out);
        private long rejected;

        Work(
                FacePipeline pipeline,
                EvaluatedModels.Open models,
                FaceJudges judges,
                Evaluation.Builder evaluation,
                Optional<LabelledPairs> labelled,
                ProgressDisplay display,
                int threads) {
            this.pipeline = pipeline;
            this.models = models;
            this.judges = judges;
            this.evaluation = evaluation;
            this.labelled = labelled;
            this.display = display;
            this.threads = threads;
        }

        Result run(FoundPictures found) {
            List<ImageSource> sources = found.pictures();
            List<KnownPicture> known = judged(sources);
            if (known.isEmpty()) {
                throw noneUsable(sources.size());
            }
            JudgedFaces faces = judges.faces(known);
            EvaluationResult measured = evaluation
                    .listener((done, total) ->
                            display.onProgress(new Progress(Progress.Stage.MEASURING, done, total, 0)))
                    .build()
                    .measure(faces, pairs(faces));
            FaceChoices choices = new FaceChoices(faces);
            Pixels pixels = new Pixels(sources, faces, choices);
            EvaluationResult result = measured.withDegradations(degradations(pixels, choices));
            files.write(result, faces, pixels.sheets());
            List<String> lines = new ArrayList<>(EvaluationSummary.lines(result));
            lines.add("");
            lines.addAll(PassedOverLines.of(found.passedOver()));
            if (rejected > 0) {
                lines.add(Counts.of(rejected, "picture") + " rejected.");
            }
            lines.add("Report: " + files.report());
            return new Result(lines, rejected);
        }

        private InvalidInputException noneUsable(int count) {
            return new InvalidInputException(new Problem(
                    "cannot evaluate", root.toString(), "at least one picture that can be used",
                    "none among " + Counts.of(count, "picture") + "; each is named above, with the reason",
                    "Take crops that are aligned already as they are, or name another folder."));
        }

        /** What the judges know of pictures, once those that they did not know are judged. */
        private List<KnownPicture> judged(List<ImageSource> sources) {
            Map<String, String> digests = new LinkedHashMap<>();
            List<ImageSource> unknown = new ArrayList<>();
            for (ImageSource source : sources) {
                Optional<String> digest = PictureFinder.sha256(source);
                if (digest.isPresent() && judges.know(digest.get())) {
                    digests.put(source.id(), digest.get());
                } else {
                    unknown.add(source);
                }
            }
            Parts parts = new Parts(digests, sources.size());
            pipeline.judge(unknown, this::judge, picture -> {
                if (picture.faces() instanceof Outcome.Ok<List<FaceJudges.Judgement>> ok) {
                    // Of several faces the first one counts; of a picture that was there before, the first time.
                    judges.remember(ok.value().get(0));
                    digests.put(picture.source(), ok.value().get(0).pictureSha256());
                } else if (picture.faces() instanceof Outcome.Rejected<List<FaceJudges.Judgement>> no) {
                    reject(no.rejection().cause(), no.rejection().message());
                }
                parts.measureIfDue();
            });
            return usable(sources, digests);
        }

        private List<FaceJudges.Judgement> judge(List<FaceCrop> crops) {
            return judges.judge(
                    crops.stream().map(FaceCrop::pictureSha256).toList(),
                    crops.stream().map(FaceCrop::face).toList());
        }

        private void reject(Rejection.Cause cause, String message) {
            rejected++;
            display.line(RejectionLine.of(cause, message));
        }

        private List<KnownPicture> usable(List<ImageSource> sources, Map<String, String> digests) {
            List<KnownPicture> usable = new ArrayList<>();
            for (ImageSource source : sources) {
                String digest = digests.get(source.id());
                if (digest == null) {
                    continue;
                }
                if (judges.isUsable(digest)) {
                    usable.add(new KnownPicture(source.id(), person(source.id()), digest));
                } else {
                    reject(
                            Rejection.Cause.UNUSABLE_JUDGEMENT,
                            "cannot compare the face: " + source.id()
                                    + ": expected a finite embedding that is not zero, found another");
                }
            }
            return usable;
        }

        private ComparisonPairs pairs(JudgedFaces faces) {
            if (labelled.isEmpty()) {
                return ComparisonPairs.ofPeople(faces.personOf(), sampling);
            }
            Map<String, Integer> ordinals = new HashMap<>();
            for (int face = 0; face < faces.size(); face++) {
                ordinals.put(faces.name(face), face);
            }
            ComparisonPairs.Builder pairs = ComparisonPairs.builder();
            int leftOut = 0;
            for (LabelledPairs.Pair pair : labelled.get().pairs()) {
                Integer first = ordinals.get(name(pair.first()));
                Integer second = ordinals.get(name(pair.second()));
                if (first == null || second == null) {
                    leftOut++;
                } else {
                    pairs.add(first, second, pair.isMatch(), pair.fold());
                }
            }
            return pairs.build("a pairs file"
                    + (leftOut == 0 ? "" : "; " + leftOut + " left out, since a picture cannot be used"));
        }

        /** Figures of what is judged so far, without intervals. */
        private final class Parts {

            private final Map<String, String> digests;
            private final long total;
            private long next = FIRST_PART;

            Parts(Map<String, String> digests, long total) {
                this.digests = digests;
                this.total = total;
                while (next <= digests.size()) {
                    next *= 2;
                }
            }

            void measureIfDue() {
                if (digests.size() < next || digests.size() >= total) {
                    return;
                }
                next *= 2;
                List<KnownPicture> known = digests.entrySet().stream()
                        .filter(entry -> judges.isUsable(entry.getValue()))
                        .map(entry -> new KnownPicture(entry.getKey(), person(entry.getKey()), entry.getValue()))
                        .toList();
                try {
                    JudgedFaces faces = judges.faces(known);
                    files.writePartial(evaluation
                            .buildWithoutSamples()
                            .measure(faces, pairs(faces))
                            .asPartial(digests.size(), total));
                } catch (InvalidInputException e) {
                    // Too few people so far for the false match rate; the whole may have enough.
                }
            }
        }

        private List<DegradationResult> degradations(Pixels pixels, FaceChoices choices) {
            List<AlignedFace> clean = choices.clean(degraded).stream()
                    .map(pixels::of)
                    .flatMap(Optional::stream)
                    .toList();
            return clean.isEmpty()
                    ? List.of()
                    : models.scorers().stream()
                            .flatMap(it -> DegradationSeries.measure(
                                    it.label(), it.scorer(), clean, sampling.seed(), threads)
                                    .stream())
                            .toList();
        }

        /** The pixels of the faces that are shown or made worse, read once more. */
        private final class Pixels {

            private final JudgedFaces faces;
            private final FaceChoices choices;
            private final Map<String, AlignedFace> bySource = new HashMap<>();

            Pixels(List<ImageSource> sources, JudgedFaces faces, FaceChoices choices) {
                this.faces = faces;
                this.choices = choices;
                Set<String> wanted = wanted();
                pipeline.judge(
                        sources.stream().filter(source -> wanted.contains(source.id())).toList(),
                        crops -> crops.stream().map(FaceCrop::face).toList(),
                        (Consumer<Picture<AlignedFace>>) picture -> {
                            if (picture.faces() instanceof Outcome.Ok<List<AlignedFace>> ok) {
                                bySource.put(picture.source(), ok.value().get(0));
                            }
                        });
            }

            private Set<String> wanted() {
                Set<String> wanted = new LinkedHashSet<>();
                choices.clean(degraded).forEach(face -> wanted.add(faces.name(face)));
                plans().forEach(plan -> plan.faces().forEach(face -> wanted.add(faces.name(face))));
                return wanted;
            }

            Optional<AlignedFace> of(int face) {
                return Optional.ofNullable(bySource.get(faces.name(face)));
            }

            private record Plan(String name, String title, List<Integer> faces, int first, int second) {}

            private List<Plan> plans() {
                List<Plan> plans = new ArrayList<>();
                for (int i = 0; i < faces.scorers().size(); i++) {
                    String label = faces.scorers().get(i).label();
                    plans.add(new Plan("best-" + label, "The best by " + label, choices.best(i, shown), i, i));
                    plans.add(new Plan("worst-" + label, "The worst by " + label, choices.worst(i, shown), i, i));
                    for (int j = i + 1; j < faces.scorers().size(); j++) {
                        String other = faces.scorers().get(j).label();
                        plans.add(new Plan(
                                "disagreed-" + label + "-" + other,
                                "Where " + label + " and " + other + " disagree most (their scores in this order)",
                                choices.disagreedOn(i, j, shown), i, j));
                    }
                }
                return plans;
            }

            List<ContactSheet> sheets() {
                List<ContactSheet> sheets = new ArrayList<>();
                for (Plan plan : plans()) {
                    List<ContactSheet.Tile> tiles = plan.faces().stream()
                            .filter(face -> of(face).isPresent())
                            .map(face -> new ContactSheet.Tile(of(face).orElseThrow(), caption(plan, face)))
                            .toList();
                    if (!tiles.isEmpty()) {
                        sheets.add(new ContactSheet(plan.name(), plan.title(), tiles));
                    }
                }
                return sheets;
            }

            private String caption(Plan plan, int face) {
                String first = String.format(Locale.ROOT, "%.3f", faces.scorers().get(plan.first()).get(face));
                return plan.first() == plan.second()
                        ? first
                        : first + String.format(Locale.ROOT, " / %.3f", faces.scorers().get(plan.second()).get(face));
            }
        }
    }
}

package io.facequality.cli.internal.select;

import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.group.People;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.pipeline.internal.KnownPeople;
import io.facequality.pipeline.internal.OutputPlace;
import io.facequality.pipeline.internal.PeopleBesideReferences;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.CorrectionTable;
import io.facequality.plan.internal.EarlierPeople;
import io.facequality.plan.internal.FoundPeople;
import io.facequality.plan.internal.PeopleFiles;
import io.facequality.plan.internal.PersonFolders;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.decisions.Corrections;
import io.facequality.plan.internal.decisions.ReviewedPeople;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of unsorted pictures in, people out.
 *
 * @param root the folder
 * @param search where pictures are looked for
 * @param knowledge what is known of the people
 * @param results what is written
 * @param threads how many threads compare faces
 */
record PeopleJob(Path root, PictureSearch search, Knowledge knowledge, Results results, int threads) {

    /** A folder of known people, a table of corrections, and a folder of people to calibrate on. */
    record Knowledge(Optional<Path> known, Optional<Path> corrections, Optional<Path> calibrateOn) {}

    /** Where results go, how many faces of each person are kept, and whether pictures are copied. */
    record Results(Optional<Path> out, Optional<Integer> keep, boolean copy) {

        private Path folder() {
            return out.orElse(Path.of(""));
        }
    }

    /** What came of it. */
    record Outcome(FoundPeople found, PassedOver passedOver, Optional<PlanApplication.Result> copied) {

        boolean isComplete() {
            return copied.map(result -> result.failures().isEmpty()).orElse(true);
        }
    }

    PeopleFiles files() {
        return PeopleFiles.in(results.folder());
    }

    Optional<PlanFiles> planFiles() {
        return results.keep.map(number -> PlanFiles.in(results.folder()));
    }

    /** Finds out before the long work what would stop it at its end. */
    void requireUsablePlaces() {
        files().requireWritable();
        planFiles().ifPresent(PlanFiles::requireWritable);
        if (results.copy) {
            OutputPlace.requireFolder(results.folder());
        }
    }

    Outcome run(FacePipeline.Builder builder, ProgressDisplay display) {
        Optional<CorrectionTable> table = knowledge.corrections.map(CorrectionTable::read);
        Optional<EarlierPeople> earlier =
                Optional.of(files().json()).filter(Files::exists).map(EarlierPeople::read);
        PlanFiles plans = PlanFiles.in(results.folder());
        Corrections decided = Corrections.beside(plans.json());
        try (FacePipeline pipeline = builder.listener(display).build()) {
            FaceFolder folder =
                    pipeline.read(root, search.notIn(results.out.map(List::of).orElse(List.of())));
            folder.rejected().forEach(rejected ->
                    display.line(RejectionLine.of(rejected.cause(), rejected.message())));
            KnownPeople known = known(pipeline, folder);
            List<FaceRecord> faces = new ArrayList<>(folder.faces());
            faces.addAll(known.elsewhere());
            Constraints constraints = Constraints.none()
                    .withNames(known.names())
                    .withSame(table.map(CorrectionTable::same).orElse(List.of()))
                    .withDifferent(table.map(CorrectionTable::different).orElse(List.of()))
                    .withDifferent(decided.different(faces))
                    .withEarlier(earlier.map(people -> people.names(faces)).orElse(Map.of()));
            PersonCalibration calibration = calibration(pipeline, folder);
            People all = PeopleBesideReferences.find(calibration, constraints, threads, faces, folder.references());
            Grouping grouping =
                    new Grouping.Found(all, PersonGrouper.builder(calibration).build().toString());
            SelectionPlan made = pipeline.select(
                    folder, decided.joined(grouping, faces), Keep.best(results.keep.orElse(Integer.MAX_VALUE)));
            SelectionPlan reviewed = plans.reviewed(made);
            known.requireKeptApart(all, reviewed);
            table.ifPresent(corrections -> corrections.requireKeptApart(reviewed));
            People people = ReviewedPeople.of(all.among(folder.faces()), made, reviewed);
            return written(new FoundPeople(people, reviewed), made, folder.passedOver(), display);
        }
    }

    private KnownPeople known(FacePipeline pipeline, FaceFolder folder) {
        if (knowledge.known.isEmpty()) {
            return KnownPeople.nobody();
        }
        Path dir = knowledge.known.get();
        return KnownPeople.isInside(dir, root)
                ? KnownPeople.inside(folder, dir)
                : KnownPeople.elsewhere(pipeline.read(dir, search));
    }

    private PersonCalibration calibration(FacePipeline pipeline, FaceFolder folder) {
        if (knowledge.calibrateOn.isPresent()) {
            Path dir = knowledge.calibrateOn.get();
            return PersonCalibration.ofPeople(pipeline.read(dir, search).people()).withProvenance(dir.toString());
        }
        return folder.faces().stream()
                .findFirst()
                .map(face -> PersonCalibration.of(face.embedder(), face.quality().model()))
                .orElseGet(PersonCalibration::embedded);
    }

    private Outcome written(FoundPeople found, SelectionPlan made, PassedOver passedOver, ProgressDisplay display) {
        files().write(found, display);
        planFiles().ifPresent(files -> files.write(made, display));
        Optional<PlanApplication.Result> copied = results.copy
                ? Optional.of(new PersonFolders(found, results.folder()).copy(display))
                : Optional.empty();
        display.close();
        return new Outcome(found, passedOver, copied);
    }
}

package io.facequality.eval.folder;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.Evaluation;
import io.facequality.eval.internal.report.ReportFiles;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes figures of a part of the pictures, without intervals, while the work continues. For one thread. */
final class PartialReports {

    /** A part is measured after so many pictures, then after twice as many, and so on. */
    private static final long FIRST_PART = 1000;

    private final Evaluation evaluation;
    private final Function<EvaluatedFaces, ComparisonPairs> pairs;
    private final ReportFiles files;
    private final long total;
    private long next = FIRST_PART;

    PartialReports(
            Evaluation evaluation,
            Function<EvaluatedFaces, ComparisonPairs> pairs,
            ReportFiles files,
            long known,
            long total) {
        this.evaluation = evaluation.toBuilder().samples(0).listener((done, all) -> {}).build();
        this.pairs = pairs;
        this.files = files;
        this.total = total;
        while (next <= known) {
            next *= 2;
        }
    }

    void writeIfDue(long known, Supplier<EvaluatedFaces> part) {
        if (known < next || known >= total) {
            return;
        }
        next *= 2;
        try {
            EvaluatedFaces faces = part.get();
            files.writePartial(evaluation.measure(faces, pairs.apply(faces)).asPartial(known, total));
        } catch (InvalidInputException e) {
            // Too few people so far for the false match rate; all pictures may have enough.
        }
    }
}
